#include "option_checks.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace sgan::train {
namespace {

template <typename Number>
bool parse_whole(const std::string& text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

template <typename Number>
std::string show(Number value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

template <typename Number>
CLI::Validator within(Number low, Number high, const std::string& kind) {
  return {[=](const std::string& text) {
            Number value{};
            if (parse_whole(text, value) && value >= low && value <= high) return std::string();
            return '"' + text + "\" is not a " + kind + " from " + show(low) + " to " + show(high);
          },
          ""};
}

}  // namespace

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  return within(low, high, "whole number");
}

CLI::Validator number(double low, double high) { return within(low, high, "number"); }

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

}  // namespace sgan::train
