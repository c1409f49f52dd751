#pragma once

#include <torch/torch.h>

#include "networks.h"
#include "sgan/model.h"

namespace sgan::train {

struct Generated {
  torch::Tensor images;  // [n, 1, kImageSize, kImageSize]
  torch::Tensor labels;  // [n] I64, the digits asked for; undefined where none are
};

/// Images of random latents and, if `conditional`, of random digits, all on `device`.
[[nodiscard]] Generated generate(Generator& generator, LatentPrior prior, bool conditional,
                                 std::int64_t count, torch::Device device);

}  // namespace sgan::train
