#include "evaluate_selection.h"

#include <algorithm>
#include <array>

#include "sgan/model.h"

namespace sgan::cli {

std::vector<std::size_t> spread(std::size_t count, std::size_t size) {
  std::vector<std::size_t> places(std::min(count, size));
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i * size / places.size();
  return places;
}

io::IdxImages pick(const io::IdxImages& images, std::span<const std::size_t> places) {
  const std::size_t pixels = static_cast<std::size_t>(images.width) * static_cast<std::size_t>(images.height);
  io::IdxImages picked{static_cast<int>(places.size()), images.height, images.width, {}};
  picked.pixels.reserve(places.size() * pixels);
  for (const std::size_t place : places) {
    const auto image = std::span(images.pixels).subspan(place * pixels, pixels);
    picked.pixels.insert(picked.pixels.end(), image.begin(), image.end());
  }
  return picked;
}

std::vector<int> labels_like(std::span<const std::uint8_t> given, std::size_t count) {
  std::vector<int> labels;
  while (labels.size() + given.size() <= count) labels.insert(labels.end(), given.begin(), given.end());
  for (const std::size_t place : spread(count - labels.size(), given.size())) labels.push_back(given[place]);
  return labels;
}

io::IdxImages pick_like(const io::LabelledImages& data, std::span<const int> labels) {
  std::array<std::vector<std::size_t>, kDigitClasses> of_class;
  for (std::size_t i = 0; i < data.labels.size(); ++i) of_class[data.labels[i]].push_back(i);
  std::array<std::size_t, kDigitClasses> wanted{};
  for (const int label : labels) ++wanted[static_cast<std::size_t>(label)];
  std::vector<std::size_t> places;
  for (std::size_t digit = 0; digit < of_class.size(); ++digit) {
    for (const std::size_t i : spread(wanted[digit], of_class[digit].size()))
      places.push_back(of_class[digit][i]);
  }
  return pick(data.images, places);
}

}  // namespace sgan::cli
