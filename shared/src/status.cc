#include "sgan/status.h"

namespace sgan {

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
