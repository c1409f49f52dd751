#pragma once

#include <optional>

#include "sgan_io/idx.h"

namespace sgan::cli {

/// Whether samples are copies: the median Euclidean distance of samples to their nearest training image, in
/// that of test images. Both are measured on at most kNearestQueries images, spread evenly, in pixels of
/// 32 x 32; all training images are looked at. About 1 for new digits, below it for learned ones; none where
/// most test images are training images themselves.
[[nodiscard]] std::optional<double> nearest_distance_ratio(const io::IdxImages& samples,
                                                           const io::IdxImages& test,
                                                           const io::IdxImages& training, int threads);
inline constexpr std::size_t kNearestQueries = 1000;

}  // namespace sgan::cli
