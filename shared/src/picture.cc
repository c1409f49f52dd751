#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

#include "mnist_frame.h"
#include "picture_ink.h"
#include "sgan/image.h"

namespace sgan {
namespace {

constexpr double kThinnestStroke = 1.8;  // in pixels of the 28x28 frame; MNIST has hardly any below

/// Box of the pixels that hold more ink than paper; x1 and y1 are one past the last.
struct Box {
  int x0 = std::numeric_limits<int>::max(), y0 = std::numeric_limits<int>::max(), x1 = 0, y1 = 0;

  [[nodiscard]] bool empty() const { return x1 <= x0; }
  [[nodiscard]] double longer_side() const { return std::max(x1 - x0, y1 - y0); }
};

bool is_ink(const InkMap& map, int x, int y) {
  return x >= 0 && y >= 0 && x < map.width && y < map.height && map.at(x, y) >= 0.5F;
}

Box ink_box(const InkMap& map) {
  Box box;
  for (int y = 0; y < map.height; ++y) {
    for (int x = 0; x < map.width; ++x) {
      if (!is_ink(map, x, y)) continue;
      box = {std::min(box.x0, x), std::min(box.y0, y), std::max(box.x1, x + 1), std::max(box.y1, y + 1)};
    }
  }
  return box;
}

/// Mean width of the strokes in pixels: twice their area by their outline. The outline is counted in pixel
/// edges, of which a line of average direction has 4 / pi a pixel.
double stroke_width(const InkMap& map) {
  int area = 0, edges = 0;
  for (int y = 0; y <= map.height; ++y) {
    for (int x = 0; x <= map.width; ++x) {
      const bool here = is_ink(map, x, y);
      area += here;
      edges += (here != is_ink(map, x - 1, y)) + (here != is_ink(map, x, y - 1));
    }
  }
  constexpr double kEdgesPerPixel = 1.2732395447351628;
  return edges == 0 ? 0 : 2 * area * kEdgesPerPixel / edges;
}

/// Widens every stroke by `radius` pixels on each side, with room for it on all sides of the picture.
InkMap thicken(const InkMap& map, double radius) {
  const int reach = static_cast<int>(std::ceil(radius));
  InkMap wide{map.width + 2 * reach, map.height + 2 * reach, {}};
  wide.ink.assign(static_cast<std::size_t>(wide.width) * static_cast<std::size_t>(wide.height), 0.0F);
  for (int y = 0; y < map.height; ++y) {
    for (int x = 0; x < map.width; ++x) {
      const float ink = map.at(x, y);
      if (ink <= 0.0F) continue;
      for (int v = -reach; v <= reach; ++v) {
        for (int u = -reach; u <= reach; ++u) {
          const double pen =
              std::clamp(radius + 1.0 - std::sqrt(static_cast<double>(u * u + v * v)), 0.0, 1.0);
          float& target = wide.at(x + reach + u, y + reach + v);
          target = std::max(target, ink * static_cast<float>(pen));
        }
      }
    }
  }
  return wide;
}

/// The shares of the source pixels in one frame pixel, along one axis.
struct Shares {
  int first = 0;
  std::vector<double> weights;
};

/// middle, scale: where the frame's centre lies in the source and how many source pixels a frame pixel spans.
/// Each frame pixel takes the mean over its extent, or over one source pixel's where that is wider: area
/// averaging when shrinking, linear interpolation when enlarging. What lies outside the source is paper.
std::array<Shares, kFrameSize> frame_shares(double middle, double scale, int source_size) {
  std::array<Shares, kFrameSize> shares;
  const double extent = std::max(1.0, scale);
  for (int i = 0; i < kFrameSize; ++i) {
    const double low = middle + (i + 0.5 - kFrameCenter) * scale - extent / 2;
    const double high = low + extent;
    const int first = std::max(0, static_cast<int>(std::floor(low)));
    const int last = std::min(source_size, static_cast<int>(std::ceil(high)));
    Shares& share = shares[static_cast<std::size_t>(i)];
    share.first = first;
    for (int j = first; j < last; ++j) {
      share.weights.push_back((std::min(high, j + 1.0) - std::max(low, static_cast<double>(j))) / extent);
    }
  }
  return shares;
}

using Frame = std::array<float, std::size_t{kFrameSize} * kFrameSize>;

Frame sample_frame(const InkMap& map, const Box& box, double scale, const FrameShift& shift) {
  const auto columns = frame_shares((box.x0 + box.x1) / 2.0 - shift.x * scale, scale, map.width);
  const auto rows = frame_shares((box.y0 + box.y1) / 2.0 - shift.y * scale, scale, map.height);
  Frame frame{};
  for (std::size_t y = 0; y < rows.size(); ++y) {
    for (std::size_t x = 0; x < columns.size(); ++x) {
      double sum = 0;
      for (std::size_t v = 0; v < rows[y].weights.size(); ++v) {
        double line = 0;
        for (std::size_t u = 0; u < columns[x].weights.size(); ++u) {
          line += columns[x].weights[u] *
                  map.at(columns[x].first + static_cast<int>(u), rows[y].first + static_cast<int>(v));
        }
        sum += rows[y].weights[v] * line;
      }
      frame[y * kFrameSize + x] = static_cast<float>(sum);
    }
  }
  return frame;
}

bool is_in_normal_form(const GreyImage& picture, int size) {
  return picture.width == picture.height && (picture.width == kFrameSize || picture.width == size) &&
         !has_bright_ground(picture);
}

}  // namespace

Status normalize_picture(const GreyImage& picture, int size, std::span<float> image) {
  assert(size > 0 && image.size() == static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  if (picture.width <= 0 || picture.height <= 0 ||
      picture.pixels.size() !=
          static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height)) {
    return {StatusCode::kInvalidArgument, "the picture's size does not match its pixels"};
  }
  InkMap map;
  if (Status status = find_ink(picture, map); !status.ok()) return status;
  if (is_in_normal_form(picture, size)) {
    bytes_to_image(picture.pixels, picture.width, picture.height, size, image);
    return {};
  }
  Box box = ink_box(map);
  if (box.empty())
    return {StatusCode::kInvalidArgument, "the picture has no ink: nothing stands out from its ground"};
  const double missing = kThinnestStroke * box.longer_side() / kFrameBox - stroke_width(map);
  if (missing > 0) {
    map = thicken(map, missing / 2);
    box = ink_box(map);
  }
  const double scale = box.longer_side() / kFrameBox;
  const FrameShift shift = shift_to_center_of_mass(sample_frame(map, box, scale, {}));
  frame_to_image(sample_frame(map, box, scale, shift), size, image);
  return {};
}

}  // namespace sgan
