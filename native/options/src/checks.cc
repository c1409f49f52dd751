#include "sgan_options/checks.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>

namespace sgan::options {
namespace {

template <typename Number>
bool parse(const std::string& text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

template <typename Number>
std::string show(Number value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

/// "" if the text is such a number, and what is wrong otherwise.
template <typename Number>
std::string read(const std::string& text, Number low, Number high, const char* kind, Number& value) {
  if (parse(text, value) && value >= low && value <= high) return {};
  return '"' + text + "\" is not a " + kind + " from " + show(low) + " to " + show(high);
}

}  // namespace

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  return {[=](std::string& text) {
            std::uint64_t value = 0;
            std::string wrong = read(text, low, high, "whole number", value);
            if (wrong.empty()) text = std::to_string(value);
            return wrong;
          },
          ""};
}

CLI::Validator number(double low, double high) {
  return {[=](const std::string& text) {
            double value = 0;
            return read(text, low, high, "number", value);
          },
          ""};
}

CLI::Validator word_or(std::string word, CLI::Validator check) {
  return {[word = std::move(word), check = std::move(check)](std::string& text) {
            if (text == word) return std::string();
            const std::string reason = check(text);
            return reason.empty() ? reason : reason + ", and not \"" + word + '"';
          },
          ""};
}

CLI::Validator one_of(std::vector<std::string> choices) {
  return {[choices = std::move(choices)](const std::string& text) {
            if (std::find(choices.begin(), choices.end(), text) != choices.end()) return std::string();
            return '"' + text + "\" is none of " + CLI::detail::join(choices, ", ");
          },
          ""};
}

}  // namespace sgan::options
