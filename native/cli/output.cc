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

Status flush_output() {
  std::cout.flush();
  if (std::cout) return {};
  return {StatusCode::kInvalidArgument, "cannot write to standard output"};
}

}  // namespace sgan::cli
