// An IDX file of images or labels, packed or not: refused with a reason, or as many values as it says.

#include <vector>

#include "fuzz.h"
#include "sgan_io/idx.h"

using namespace sgan;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::as_bytes(data, size);
  io::IdxImages images;
  const Status read = io::decode_idx_images(bytes, images);
  fuzz::require_reason(read);
  if (read.ok()) {
    fuzz::require(images.count > 0 && images.height > 0 && images.width > 0, "images have sizes");
    fuzz::require(images.pixels.size() == static_cast<std::size_t>(images.count) *
                                              static_cast<std::size_t>(images.height) *
                                              static_cast<std::size_t>(images.width),
                  "as many pixels as the sizes say");
  }
  std::vector<std::uint8_t> labels;
  const Status listed = io::decode_idx_labels(bytes, labels);
  fuzz::require_reason(listed);
  fuzz::require(listed.ok() != labels.empty(), "labels, or a refusal");
  return 0;
}
