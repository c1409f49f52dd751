// What a run's model says of the files that it began with.

#include <gtest/gtest.h>

#include "preset.h"
#include "run_identity.h"

namespace sgan::train {
namespace {

TEST(Origin, OfAClassifiersGeneratorIsTheRunThatTrainedIt) {
  const Options options = preset_defaults("classifier");
  GivenWeights given;
  given.generator.metadata = {{"preset", "conditional"}, {"epochs", "5"}, {"seed", "7"}};
  given.discriminator.metadata = {{"preset", "classifier"}, {"epochs", "6"}, {"seed", "8"}};
  given.teachers.resize(2);
  const Metadata expected{{"generator_preset", "conditional"},
                          {"generator_epochs", "5"},
                          {"generator_seed", "7"},
                          {"start_preset", "classifier"},
                          {"start_epochs", "6"},
                          {"start_seed", "8"},
                          {"teachers", "2"}};
  EXPECT_EQ(origin_metadata(options, given), expected);
  // That of another classifier.
  given.generator.metadata = given.discriminator.metadata;
  given.generator.metadata.insert(
      {{"generator_preset", "conditional"}, {"generator_epochs", "5"}, {"generator_seed", "7"}});
  EXPECT_EQ(origin_metadata(options, given), expected);
}

}  // namespace
}  // namespace sgan::train
