#include "output.h"

#include <cstdio>
#include <iostream>

namespace sgan::cli {

std::string fixed(double value, int decimals) {
  const int length = std::snprintf(nullptr, 0, "%.*f", decimals, value);
  std::string text(static_cast<std::size_t>(length) + 1, '\0');
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  text.pop_back();
  return text;
}

std::string grouped(std::size_t value) {
  std::string text = std::to_string(value);
  for (std::size_t place = text.size(); place > 3; place -= 3) text.insert(place - 3, 1, ',');
  return text;
}

std::string cell(std::string_view text, std::size_t width) {
  std::string cut;
  std::size_t characters = 0;
  for (const char byte : text) {
    const bool begins_one = (static_cast<unsigned char>(byte) & 0xC0U) != 0x80;
    if (begins_one && characters == width) break;
    characters += begins_one ? 1 : 0;
    cut += byte;
  }
  return cut.append(width - characters, ' ');
}

Status flush_output() {
  std::cout.flush();
  if (std::cout) return {};
  return {StatusCode::kInvalidArgument, "cannot write to standard output"};
}

}  // namespace sgan::cli
