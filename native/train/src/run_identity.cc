#include "run_identity.h"

#include <sstream>

#include "preset.h"

namespace sgan::train {
namespace {

void add_origin(const std::string& prefix, const Metadata& origin, Metadata& metadata) {
  for (const char* key : {"preset", "epochs", "seed"}) {
    const auto found = origin.find(key);
    if (found != origin.end()) metadata[prefix + key] = found->second;
  }
}

}  // namespace

std::string run_identity(const Options& options, const GivenWeights& given, std::int64_t images,
                         int processes) {
  std::ostringstream text;
  text << "--preset " << options.preset << " --batch-size " << options.batch_size << " --learning-rate "
       << options.adam.learning_rate << " --beta1 " << options.adam.beta1 << " --beta2 " << options.adam.beta2
       << " --seed " << options.seed << " --ema-decay " << options.ema_decay;
  if (!is_reference(options)) {
    text << " --labels " << options.labels << " --label-seed " << options.label_seed
         << (options.baseline ? " --baseline" : "") << " --latent-prior " << options.latent_prior
         << " --real-target " << options.real_target << " --class-weight " << options.class_weight
         << " --generator-class-weight " << options.generator_class_weight << " --feature-weight "
         << options.feature_weight << " --gradient-penalty " << options.gradient_penalty << " --shift "
         << options.shift << " --discriminator-width " << options.discriminator_width
         << " --discriminator-norm " << options.discriminator_norm << " --dropout " << options.dropout;
  }
  // What the learning rate is in a step then depends on how many there will be.
  if (options.decay > 0) text << " --decay " << options.decay << " --epochs " << options.epochs;
  if (is_classifier(options))
    text << " --drawn-share " << options.drawn_share << " --generator "
         << checksum_of(given.generator, kGeneratorPrefix);
  if (!options.start.empty()) text << " --start " << checksum_of(given.discriminator, kDiscriminatorPrefix);
  text << " on " << images << " images";
  if (processes > 1) text << " in " << processes << " processes";
  return text.str();
}

Metadata origin_metadata(const Options& options, const GivenWeights& given) {
  Metadata metadata;
  if (is_classifier(options)) add_origin("generator_", given.generator.metadata, metadata);
  add_origin("start_", given.discriminator.metadata, metadata);
  return metadata;
}

}  // namespace sgan::train
