#include "picture_ink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace sgan {
namespace {

constexpr int kWorkingSize = 320;        // the longer side of what is examined, in pixels
constexpr double kLeastContrast = 24;    // between ground and ink, in grey levels
constexpr float kSoftEdge = 0.15F;       // less ink than this belongs to no stroke
constexpr double kSpeckFraction = 0.03;  // of the largest connected piece of ink: smaller ones are specks

GreyImage shrink(const GreyImage& picture) {
  const int longer = std::max(picture.width, picture.height);
  if (longer <= kWorkingSize) return picture;
  const auto scaled = [&](int side) {
    return std::max(1, static_cast<int>((std::int64_t{side} * kWorkingSize + longer / 2) / longer));
  };
  GreyImage small{scaled(picture.width), scaled(picture.height), {}};
  small.pixels.resize(static_cast<std::size_t>(small.width) * static_cast<std::size_t>(small.height));
  resize_bilinear(picture.pixels, picture.width, picture.height, small.pixels, small.width, small.height);
  return small;
}

/// The grey level that parts the pixels into two classes with the largest variance between them: the brighter
/// class is > threshold. Source: Otsu, "A threshold selection method from gray-level histograms", 1979.
double otsu_threshold(std::span<const std::uint8_t> pixels) {
  std::array<double, 256> histogram{};
  double total = 0;
  for (const std::uint8_t pixel : pixels) {
    ++histogram[pixel];
    total += pixel;
  }
  const auto count = static_cast<double>(pixels.size());
  double below = 0, sum_below = 0, best = -1, first_best = 0, last_best = 0;
  for (int level = 0; level < 255; ++level) {
    below += histogram[static_cast<std::size_t>(level)];
    sum_below += level * histogram[static_cast<std::size_t>(level)];
    if (below <= 0 || below >= count) continue;
    const double difference = sum_below / below - (total - sum_below) / (count - below);
    const double between = below * (count - below) * difference * difference;
    if (between > best) {
      best = between;
      first_best = level;
    }
    if (between >= best) last_best = level;
  }
  // Between two pure tones every level is as good: the middle leaves both their noise.
  return (first_best + last_best) / 2;
}

using Levels = std::vector<std::uint8_t>;

std::uint8_t median(Levels levels) {
  const auto middle = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 2);
  std::nth_element(levels.begin(), middle, levels.end());
  return *middle;
}

Levels row_levels(const GreyImage& picture, int y) {
  const auto first = picture.pixels.begin() + std::ptrdiff_t{y} * picture.width;
  return {first, first + picture.width};
}

Levels column_levels(const GreyImage& picture, int x) {
  Levels levels;
  const auto width = static_cast<std::size_t>(picture.width);
  for (std::size_t i = static_cast<std::size_t>(x); i < picture.pixels.size(); i += width) {
    levels.push_back(picture.pixels[i]);
  }
  return levels;
}

/// Grey levels of the outermost pixels, sorted.
Levels border_levels(const GreyImage& picture) {
  Levels border = row_levels(picture, 0);
  for (const Levels& side : {row_levels(picture, picture.height - 1), column_levels(picture, 0),
                             column_levels(picture, picture.width - 1)}) {
    border.insert(border.end(), side.begin(), side.end());
  }
  std::sort(border.begin(), border.end());
  return border;
}

/// Takes light that falls in from one side out of a photograph: the medians of opposite sides become equal. A
/// stroke that touches the border changes no median.
void level_ground(GreyImage& picture) {
  const int width = picture.width, height = picture.height;
  const int across = median(column_levels(picture, width - 1)) - median(column_levels(picture, 0));
  const int down = median(row_levels(picture, height - 1)) - median(row_levels(picture, 0));
  std::uint8_t* pixel = picture.pixels.data();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x, ++pixel) {
      const double light = across * ((x + 0.5) / width - 0.5) + down * ((y + 0.5) / height - 0.5);
      *pixel = static_cast<std::uint8_t>(std::lround(std::clamp(*pixel - light, 0.0, 255.0)));
    }
  }
}

/// Levels of a picture with a dark ground.
struct Tones {
  double ground = 0;      // median of the border
  double ground_top = 0;  // upper end of its noise
  double ink = 0;         // median of the ink
};

Tones measure_tones(const GreyImage& picture) {
  const double threshold = otsu_threshold(picture.pixels);
  const Levels border = border_levels(picture);
  Levels ink;
  std::copy_if(picture.pixels.begin(), picture.pixels.end(), std::back_inserter(ink),
               [&](std::uint8_t pixel) { return pixel > threshold; });
  Tones tones;
  tones.ground = border[border.size() / 2];
  const double noise = border[border.size() * 9 / 10] - tones.ground;
  tones.ground_top = std::min(tones.ground + 1.5 * noise, std::max(threshold, tones.ground));
  if (!ink.empty()) tones.ink = median(std::move(ink));
  return tones;
}

using Pixel = std::pair<int, int>;  // x, y

/// Collects the piece of ink around `start` and marks it as seen. Returns its mass.
double collect_piece(const InkMap& map, Pixel start, std::vector<bool>& seen, std::vector<Pixel>& piece) {
  const auto visit = [&](int x, int y) {
    const std::size_t at = map.index(x, y);
    if (seen[at] || map.ink[at] <= kSoftEdge) return;
    seen[at] = true;
    piece.emplace_back(x, y);
  };
  double mass = 0;
  piece.clear();
  visit(start.first, start.second);
  for (std::size_t next = 0; next < piece.size(); ++next) {
    const auto [x, y] = piece[next];
    mass += map.at(x, y);
    for (int v = std::max(0, y - 1); v <= std::min(map.height - 1, y + 1); ++v) {
      for (int u = std::max(0, x - 1); u <= std::min(map.width - 1, x + 1); ++u) visit(u, v);
    }
  }
  return mass;
}

/// Keeps the connected pieces of ink that could be part of a digit.
void drop_specks(InkMap& map) {
  std::vector<bool> seen(map.ink.size());
  std::vector<std::pair<double, std::vector<Pixel>>> pieces;
  double largest = 0;
  for (int y = 0; y < map.height; ++y) {
    for (int x = 0; x < map.width; ++x) {
      std::vector<Pixel> piece;
      const double mass = collect_piece(map, {x, y}, seen, piece);
      if (piece.empty()) continue;
      largest = std::max(largest, mass);
      pieces.emplace_back(mass, std::move(piece));
    }
  }
  InkMap kept{map.width, map.height, std::vector<float>(map.ink.size(), 0.0F)};
  for (const auto& [mass, piece] : pieces) {
    if (mass < kSpeckFraction * largest) continue;
    for (const auto& [x, y] : piece) kept.at(x, y) = map.at(x, y);
  }
  map = std::move(kept);
}

}  // namespace

bool has_bright_ground(const GreyImage& picture) {
  const Levels border = border_levels(picture);
  return border[border.size() / 2] > otsu_threshold(picture.pixels);
}

Status find_ink(const GreyImage& picture, InkMap& map) {
  GreyImage small = shrink(picture);
  level_ground(small);
  if (has_bright_ground(small)) {
    for (std::uint8_t& pixel : small.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  }
  const Tones tones = measure_tones(small);
  if (tones.ink - tones.ground < kLeastContrast) {
    return {StatusCode::kInvalidArgument, "the picture has no ink: its pixels are all about the same grey"};
  }
  map = {small.width, small.height, std::vector<float>(small.pixels.size())};
  std::transform(small.pixels.begin(), small.pixels.end(), map.ink.begin(), [&](std::uint8_t pixel) {
    return static_cast<float>(
        std::clamp((pixel - tones.ground_top) / (tones.ink - tones.ground_top), 0.0, 1.0));
  });
  drop_specks(map);
  return {};
}

}  // namespace sgan
