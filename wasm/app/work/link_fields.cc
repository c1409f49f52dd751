#include "work/link_fields.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace sgan::app {
namespace {

/// As much of a text as a message can show: printable ASCII, not too long.
std::string shown(std::string_view text) {
  std::string line(text.substr(0, 24));
  for (char& c : line) {
    if (c < ' ' || c > '~') c = '?';
  }
  return text.size() > line.size() ? line + "..." : line;
}

}  // namespace

LinkFields::LinkFields(std::string_view link) {
  if (link.starts_with('#')) link.remove_prefix(1);
  if (link.size() > kMostBytes) {
    problem_ = "The link is too long to be one of this page";
    return;
  }
  while (!link.empty()) {
    const std::string_view part = link.substr(0, link.find('&'));
    link.remove_prefix(std::min(link.size(), part.size() + 1));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
      fields_.push_back({part, {}});
    } else {
      fields_.push_back({part.substr(0, equals), part.substr(equals + 1)});
    }
  }
}

const std::string_view* LinkFields::find(std::string_view key) {
  const std::string_view* value = nullptr;
  for (Field& field : fields_) {
    if (field.key != key) continue;
    field.taken = true;
    value = &field.value;
  }
  return value;
}

bool LinkFields::take_number(std::string_view key, double least, double most, float& value) {
  const std::string_view* text = find(key);
  if (text == nullptr) return false;
  // The C library of this Emscripten has no std::from_chars for fractions; strtod wants an end, and takes
  // more than a plain number.
  const std::string copy(*text);
  const bool plain =
      !copy.empty() && copy.size() <= 24 && copy.find_first_not_of("0123456789.-") == std::string::npos;
  char* end = nullptr;
  const double read = plain ? std::strtod(copy.c_str(), &end) : 0;
  if (plain && end == copy.c_str() + copy.size() && read >= least && read <= most) {
    value = static_cast<float>(read);
    return true;
  }
  complain(key, *text);
  return false;
}

int LinkFields::take_word(std::string_view key, const std::vector<std::string_view>& words) {
  const std::string_view* text = find(key);
  if (text == nullptr) return -1;
  const auto found = std::find(words.begin(), words.end(), *text);
  if (found != words.end()) return static_cast<int>(found - words.begin());
  complain(key, *text);
  return -1;
}

std::string_view LinkFields::take_text(std::string_view key) {
  const std::string_view* text = find(key);
  return text == nullptr ? std::string_view{} : *text;
}

void LinkFields::complain(std::string_view key, std::string_view value) {
  if (problem_.empty()) problem_ = "The link\u2019s " + shown(key) + " is ignored: \"" + shown(value) + "\"";
}

std::string LinkFields::problem() {
  for (const Field& field : fields_) {
    if (!field.taken && problem_.empty())
      problem_ = "The link has an unknown part: \"" + shown(field.key) + "\"";
  }
  return problem_;
}

}  // namespace sgan::app
