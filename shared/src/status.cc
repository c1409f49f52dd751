#include "sgan/status.h"

#include <algorithm>

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
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; },
      ' ');
  return line;
}

Status::Status(StatusCode code, std::string_view message)
    : code_(code), message_(one_line(shortened(message))) {}

const char* status_code_name(StatusCode code) noexcept {
  switch (code) {
    case StatusCode::kOk:
      return "ok";
    case StatusCode::kInvalidArgument:
      return "invalid argument";
    case StatusCode::kMalformed:
      return "malformed";
    case StatusCode::kUnsupported:
      return "unsupported";
    case StatusCode::kWrongModel:
      return "wrong model";
    case StatusCode::kTooLarge:
      return "too large";
  }
  return "unknown";
}

}  // namespace sgan
