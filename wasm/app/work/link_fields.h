#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sgan::app {

/// The keys and values of a link; reading one checks it and remembers the first that is wrong.
class LinkFields {
 public:
  inline static constexpr std::size_t kMostBytes = 8192;

  explicit LinkFields(std::string_view link);

  /// Takes a field's value as a whole number or a decimal fraction in [least, most]; false if there is none.
  template <typename Number>
  bool take(std::string_view key, Number least, Number most, Number& value) {
    const std::string_view* text = find(key);
    if (text == nullptr) return false;
    Number read{};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), read);
    if (error == std::errc{} && end == text->data() + text->size() && read >= least && read <= most) {
      value = read;
      return true;
    }
    complain(key, *text);
    return false;
  }
  bool take_number(std::string_view key, double least, double most, float& value);

  /// Takes a field's value as one of some words; -1 if there is none.
  int take_word(std::string_view key, const std::vector<std::string_view>& words);

  /// Takes a field as it stands; empty if there is none.
  std::string_view take_text(std::string_view key);

  void complain(std::string_view key, std::string_view value);
  /// Also names a field that nobody took.
  [[nodiscard]] std::string problem();

 private:
  struct Field {
    std::string_view key, value;
    bool taken = false;
  };
  const std::string_view* find(std::string_view key);

  std::vector<Field> fields_;
  std::string problem_;
};

}  // namespace sgan::app
