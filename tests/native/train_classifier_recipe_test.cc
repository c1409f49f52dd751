// The preset classifier's step.

#include <gtest/gtest.h>

#include <cmath>

#include "classifier_recipe.h"
#include "recipe_support.h"

namespace sgan::train {
namespace {

using torch::Tensor;

Learners new_learners(int width, double learning_rate) {
  Generator generator;
  Discriminator discriminator(DiscriminatorShape{width, true, 0, 1e-5});
  initialize_weights(*generator, 0);
  initialize_weights(*discriminator, 0);
  return {generator, discriminator, {.learning_rate = learning_rate, .beta1 = 0.9}};
}

TEST(ClassifierRecipe, TheDiscriminatorLearnsAndTheGeneratorStays) {
  torch::manual_seed(7);
  Learners learners = new_learners(16, 2e-3);
  Generator& generator = learners.generator;
  Discriminator& discriminator = learners.discriminator;
  ClassifierRecipe recipe(learners, {}, {.drawn_share = 0});
  const auto generator_before = copies(*generator), discriminator_before = copies(*discriminator);
  std::vector<Tensor> statistics;
  for (const Tensor& buffer : generator->buffers()) statistics.push_back(buffer.clone());
  // Two classes: ink above or below.
  Tensor batch = torch::full({16, 1, kImageSize, kImageSize}, -1.0F);
  const Tensor labels = torch::arange(16) % 2;
  for (int i = 0; i < 16; ++i) batch[i][0].narrow(0, i % 2 == 0 ? 6 : 18, 8).narrow(1, 8, 16).fill_(1);
  double first = 0;
  StepResult result;
  for (int step = 0; step < 40; ++step) {
    result = recipe.step({batch, labels, step % 2 == 0 ? batch : Tensor()});
    if (step == 0) first = result.d_loss.item<double>();
  }
  EXPECT_LT(result.d_loss.item<double>(), 0.5 * first);
  EXPECT_EQ(result.accuracy.item<double>(), 1);
  EXPECT_EQ(result.images.size(0), 4) << "one generated image to four labelled ones";
  EXPECT_EQ(changes(*generator, generator_before), 0U);
  EXPECT_EQ(changes(*discriminator, discriminator_before), discriminator_before.size());
  const auto after = generator->buffers();
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_TRUE(torch::equal(after[i], statistics[i])) << i;
}

TEST(ClassifierRecipe, TheLossIsTheDocumentedFormula) {
  constexpr int kLabel = 3;
  for (const double probability : {0.75, 0.65}) {
    SCOPED_TRACE(probability);
    Learners learners = new_learners(8, 1e-12);
    const double logit = std::log(9 * probability / (1 - probability));  // of the label among the ten digits
    let_say(learners.discriminator, 0, logits_of(kLabel, logit));
    ClassifierRecipe recipe(learners, {}, {.drawn_share = 0});
    const Tensor labels = torch::full({8}, kLabel, torch::kLong);
    const double fake = std::log(std::exp(logit) + 10), label = fake - logit, validity = 2 * std::log(2.0);
    const double without_more = recipe.step({images(8), labels, {}}).d_loss.item<double>();
    EXPECT_NEAR(without_more, label + (0.02 + 1) * fake + 0.2 * validity, 1e-4);
    // A quarter of the non-digits, each with the same weight, and guesses that count from 0.7 on.
    const double with_more = recipe.step({images(8), labels, images(8)}).d_loss.item<double>();
    const double guessed = probability > 0.7 ? label : 0;
    EXPECT_NEAR(with_more, label + (0.02 + 0.25) * fake + 0.2 * validity + guessed, 1e-4);
  }
}

TEST(ClassifierRecipe, DrawnDigitsTeachClassesThatNoImageIsOf) {
  torch::manual_seed(8);
  Learners learners = new_learners(8, 4e-3);
  ClassifierRecipe recipe(learners, {}, {.drawn_share = 16});
  const Tensor blank = torch::full({4, 1, kImageSize, kImageSize}, -1.0F);
  for (int step = 0; step < 60; ++step) recipe.step({blank, torch::zeros({4}, torch::kLong), {}});
  const StrokeDigits::Drawn drawn = StrokeDigits(torch::kCPU).draw(500);
  learners.discriminator->eval();
  const torch::NoGradGuard no_grad;
  const Tensor read = learners.discriminator->forward(drawn.images).class_logits.argmax(1);
  EXPECT_GT(read.eq(drawn.labels).to(torch::kFloat).mean().item<double>(), 0.5);
}

TEST(ClassifierRecipe, ATeacherTellsWhichWrongDigitsAreLikely) {
  constexpr int kLabel = 4, kLikely = 7;
  torch::manual_seed(9);
  Learners learners = new_learners(8, 4e-3);
  Evaluator teacher;
  teacher->eval();
  {
    const torch::NoGradGuard no_grad;
    Tensor bias = teacher->named_parameters()["classes.bias"];
    bias.zero_();
    bias[kLabel] = 8;
    bias[kLikely] = 6;
    teacher->named_parameters()["classes.weight"].zero_();
  }
  const auto teacher_before = copies(*teacher);
  ClassifierRecipe recipe(learners, {teacher}, {.drawn_share = 0});
  const Tensor labels = torch::full({8}, kLabel, torch::kLong);
  for (int step = 0; step < 40; ++step) recipe.step({images(8), labels, {}});
  learners.discriminator->eval();
  const torch::NoGradGuard no_grad;
  const Tensor read = learners.discriminator->forward(images(50)).class_logits.mean(0).argsort(0, true);
  EXPECT_EQ(read[0].item<int>(), kLabel);
  EXPECT_EQ(read[1].item<int>(), kLikely);
  EXPECT_EQ(changes(*teacher, teacher_before), 0U);
}

}  // namespace
}  // namespace sgan::train
