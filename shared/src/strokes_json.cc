#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "sgan/strokes.h"

namespace sgan {
namespace {

/// Follows the parser through {"strokes": [[[x, y], ...], ...]} or an array of them. An event handler, not a
/// tree: the nesting of what it skips costs nothing, and a key that comes twice is seen.
class DrawingsHandler {
 public:
  explicit DrawingsHandler(std::vector<Drawing>& drawings) : drawings_(drawings) {}

  [[nodiscard]] const Status& status() const { return status_; }

  bool null() { return scalar("null"); }
  bool boolean(bool) { return scalar("a truth value"); }
  bool string(std::string&) { return scalar("a string"); }
  bool binary(std::vector<std::uint8_t>&) { return scalar("binary data"); }
  bool number_integer(std::int64_t value) { return number(static_cast<double>(value)); }
  bool number_unsigned(std::uint64_t value) { return number(static_cast<double>(value)); }
  bool number_float(double value, const std::string&) { return number(value); }

  bool start_object(std::size_t) {
    if (skipped_ > 0 || place_ == Place::kOtherKey) return skip(1);
    if (place_ != Place::kTop && place_ != Place::kList) return misplaced("an object");
    if (drawings_.size() == kMaxDrawings) {
      return refuse(StatusCode::kTooLarge, "more than " + std::to_string(kMaxDrawings) + " drawings");
    }
    in_list_ = place_ == Place::kList;
    place_ = Place::kDrawing;
    has_strokes_ = false;
    points_ = 0;
    drawings_.emplace_back();
    return true;
  }

  bool end_object() {
    if (skipped_ > 0) return skip(-1);
    if (!has_strokes_) return refuse(StatusCode::kMalformed, where() + " has no \"strokes\"");
    place_ = in_list_ ? Place::kList : Place::kTop;
    return true;
  }

  bool key(std::string& name) {
    if (skipped_ > 0) return true;
    if (name != "strokes") {
      place_ = Place::kOtherKey;
      return true;
    }
    if (has_strokes_) return refuse(StatusCode::kMalformed, where() + " has \"strokes\" twice");
    has_strokes_ = true;
    place_ = Place::kStrokesKey;
    return true;
  }

  bool start_array(std::size_t) {
    if (skipped_ > 0) return skip(1);
    switch (place_) {
      case Place::kTop:
        place_ = Place::kList;
        return true;
      case Place::kStrokesKey:
        place_ = Place::kStrokes;
        return true;
      case Place::kStrokes:
        drawings_.back().emplace_back();
        place_ = Place::kStroke;
        return true;
      case Place::kStroke:
        place_ = Place::kPoint;
        coordinates_ = 0;
        return true;
      case Place::kOtherKey:
        return skip(1);
      default:
        return misplaced("an array");
    }
  }

  bool end_array() {
    if (skipped_ > 0) return skip(-1);
    switch (place_) {
      case Place::kList:
        place_ = Place::kTop;
        return true;
      case Place::kStrokes:
        place_ = Place::kDrawing;
        return true;
      case Place::kStroke:
        place_ = Place::kStrokes;
        return true;
      default:
        break;
    }
    place_ = Place::kStroke;
    return coordinates_ == 2 ? add_point()
                             : refuse(StatusCode::kMalformed, where() + ": a point is not [x, y]");
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
    // The parser refuses numbers beyond a double with an error of its own kind.
    const bool out_of_range = error.id == 406;
    return refuse(StatusCode::kMalformed, out_of_range
                                              ? where() + ": a number is too large"
                                              : "not valid JSON at byte " + std::to_string(position));
  }

 private:
  enum class Place { kTop, kList, kDrawing, kOtherKey, kStrokesKey, kStrokes, kStroke, kPoint };

  bool refuse(StatusCode code, const std::string& message) {
    status_ = {code, message};
    return false;
  }

  bool misplaced(const char* what) {
    return refuse(StatusCode::kMalformed, where() + ": " + what + " where " + expected() + " should be");
  }

  /// "drawing 3, stroke 0"
  [[nodiscard]] std::string where() const {
    const bool between = place_ == Place::kTop || place_ == Place::kList || drawings_.empty();
    std::string text = "drawing " + std::to_string(drawings_.size() - (between ? 0 : 1));
    const bool in_stroke = place_ == Place::kStroke || place_ == Place::kPoint;
    if (in_stroke) text += ", stroke " + std::to_string(drawings_.back().size() - 1);
    return text;
  }

  [[nodiscard]] const char* expected() const {
    switch (place_) {
      case Place::kTop:
      case Place::kList:
        return "an object with \"strokes\"";
      case Place::kStrokesKey:
        return "the array of strokes";
      case Place::kStrokes:
        return "an array of points";
      case Place::kStroke:
        return "a point [x, y]";
      default:
        return "a number";
    }
  }

  bool skip(int levels) {
    skipped_ += levels;
    if (skipped_ == 0) place_ = Place::kDrawing;
    return true;
  }

  /// A value that no coordinate can be; fine under another key.
  bool scalar(const char* what) {
    if (skipped_ > 0) return true;
    if (place_ != Place::kOtherKey) return misplaced(what);
    place_ = Place::kDrawing;
    return true;
  }

  bool number(double value) {
    if (skipped_ > 0 || place_ != Place::kPoint) return scalar("a number");
    if (!(std::abs(value) <= double{std::numeric_limits<float>::max()})) {
      return refuse(StatusCode::kMalformed, where() + ": a number is too large");
    }
    if (coordinates_ < 2) (coordinates_ == 0 ? point_.x : point_.y) = static_cast<float>(value);
    ++coordinates_;
    return true;
  }

  bool add_point() {
    if (++points_ > kMaxPointsPerDrawing) {
      return refuse(StatusCode::kTooLarge,
                    where() + ": more than " + std::to_string(kMaxPointsPerDrawing) + " points");
    }
    drawings_.back().back().push_back(point_);
    return true;
  }

  std::vector<Drawing>& drawings_;
  Status status_;
  Place place_ = Place::kTop;
  bool in_list_ = false, has_strokes_ = false;
  std::size_t points_ = 0;  // of this drawing
  int coordinates_ = 0;     // of this point
  PenPoint point_;
  std::int64_t skipped_ = 0;  // open brackets below a key that is not ours
};

}  // namespace

Status parse_drawings(std::string_view json, std::vector<Drawing>& drawings) {
  std::vector<Drawing> parsed;
  DrawingsHandler handler(parsed);
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &handler)) return handler.status();
  drawings = std::move(parsed);
  return {};
}

}  // namespace sgan
