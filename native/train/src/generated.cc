#include "generated.h"

namespace sgan::train {

using torch::Tensor;

Generated generate(Generator& generator, LatentPrior prior, bool conditional, std::int64_t count,
                   torch::Device device) {
  const auto options = torch::dtype(torch::kFloat).device(device);
  const Tensor latents = prior == LatentPrior::kNormal ? torch::randn({count, kLatentDim}, options)
                                                       : torch::rand({count, kLatentDim}, options);
  Tensor labels;
  if (conditional) labels = torch::randint(kDigitClasses, {count}, options.dtype(torch::kLong));
  return {generator->forward(latents, labels), labels};
}

}  // namespace sgan::train
