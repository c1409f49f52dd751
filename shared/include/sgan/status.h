#pragma once

#include <string>
#include <string_view>

namespace sgan {

/// Why bytes or arguments from outside were refused. Our own mistakes are asserts, not codes.
enum class StatusCode {
  kOk = 0,
  kInvalidArgument,  ///< an argument has the wrong size or lies outside its documented range
  kMalformed,        ///< the bytes do not follow their format: truncated, overlapping, not JSON, ...
  kUnsupported,      ///< well formed, but of a kind this version does not read
  kWrongModel,       ///< tensors that do not make up one network of the family in FORMAT.md
  kTooLarge,         ///< a size beyond the documented limits
};

/// Text from a file or a user for one line of a terminal: control characters become spaces.
[[nodiscard]] std::string one_line(std::string_view text);

/// Success, or a code with one line that says what is wrong and where. The core does not print,
/// abort or throw, but for the std::bad_alloc of operator new, which passes through it. What was allocated
/// until then is lost: a program that catches it should end.
class [[nodiscard]] Status {
 public:
  Status() = default;
  /// message: may quote what came from outside; it is kept as one line, its middle left out beyond 1000
  /// bytes.
  Status(StatusCode code, std::string_view message);

  [[nodiscard]] bool ok() const noexcept { return code_ == StatusCode::kOk; }
  [[nodiscard]] StatusCode code() const noexcept { return code_; }
  /// One line without a final full stop or newline; empty on success.
  [[nodiscard]] const std::string& message() const noexcept { return message_; }

 private:
  StatusCode code_ = StatusCode::kOk;
  std::string message_;
};

/// The status with "where: " before its message; unchanged on success.
inline Status located(std::string_view where, const Status& status) {
  return status.ok() ? status
                     : Status(status.code(), std::string(where).append(": ").append(status.message()));
}

}  // namespace sgan
