#include "sgan/status.h"

namespace sgan {
namespace {

constexpr std::size_t kMostMessage = 1000;  // bytes

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }  // UTF-8

/// The beginning says where, the end what to do.
std::string shortened(std::string_view text) {
  if (text.size() <= kMostMessage) return std::string(text);
  constexpr std::string_view kLeftOut = " ... ";
  std::size_t head = (kMostMessage - kLeftOut.size()) / 2, tail = text.size() - head;
  while (head > 0 && continues_character(text[head])) --head;
  while (tail < text.size() && continues_character(text[tail])) ++tail;
  return std::string(text.substr(0, head)).append(kLeftOut).append(text.substr(tail));
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line(text);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    // U+0080 to U+009F, which some terminals obey as well
    const bool c1 =
        byte == 0xC2 && i + 1 < line.size() && (static_cast<unsigned char>(line[i + 1]) & 0xE0U) == 0x80;
    if (c1) line[i + 1] = ' ';
    if (c1 || byte < ' ' || byte == 0x7f) line[i] = ' ';
  }
  return line;
}

Status::Status(StatusCode code, std::string_view message)
    : code_(code), message_(one_line(shortened(message))) {}

}  // namespace sgan
