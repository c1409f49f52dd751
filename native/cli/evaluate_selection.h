#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sgan_io/idx.h"

namespace sgan::cli {

/// `count` of 0 .. size - 1, evenly spread; all where there are no more.
[[nodiscard]] std::vector<std::size_t> spread(std::size_t count, std::size_t size);

/// `count` labels: those given in their order, again and again, the last time evenly spread, so that
/// proportions stay.
[[nodiscard]] std::vector<int> labels_like(std::span<const std::uint8_t> given, std::size_t count);

/// For each label an image of that class (none where the class has no more), evenly spread over the classes'.
[[nodiscard]] io::IdxImages pick_like(const io::LabelledImages& data, std::span<const int> labels);

[[nodiscard]] io::IdxImages pick(const io::IdxImages& images, std::span<const std::size_t> places);

}  // namespace sgan::cli
