#include "classifier_recipe.h"

#include <cmath>
#include <vector>

#include "augment.h"
#include "generated.h"
#include "non_digits.h"

namespace sgan::train {
namespace {

using torch::Tensor;

constexpr double kSure = 0.7;                // probability from which a guess counts as a label
constexpr std::int64_t kGeneratedShare = 4;  // one generated image to so many labelled ones
// A good generator's images are hardly told from real ones. With more weight, digits as people draw them are
// taken for generated, and every digit a little; with this, the class "generated" is above all that of what
// is no digit, and the validity alone tells which images a generator made.
constexpr double kGeneratedWeight = 0.02;
constexpr double kNonDigitWeight = 1;
constexpr double kValidityWeight = 0.2;
constexpr double kTemperature = 4;  // divides the logits that are compared with the teachers'

// Deformed images alone are softer than any that is ever read: the longer it learned from them, the less the
// network read those as they are.
constexpr AffineRanges kDeformation{.elastic = 1, .untouched = 1.0 / 3};

/// What a step shows the discriminator, in this order; all but the last deformed, most of them.
enum Part { kLabelled, kUnlabelled, kDrawn, kGenerated, kNonDigits, kAsTheyAre };

/// The cross-entropy towards what the network is sure of, zero where it is not.
Tensor consistency_loss(const Tensor& guess_logits, const Tensor& deformed_logits) {
  const auto [probability, digit] =
      torch::softmax(guess_logits.detach().narrow(1, 0, kDigitClasses), 1).max(1);
  const Tensor loss = torch::cross_entropy_loss(deformed_logits, digit, {}, at::Reduction::None);
  return (loss * probability.ge(kSure)).mean();
}

}  // namespace

ClassifierRecipe::ClassifierRecipe(Learners& learners, std::vector<Evaluator> teachers,
                                   const ClassifierSettings& settings)
    : learners_(learners),
      teachers_(std::move(teachers)),
      settings_(settings),
      stroke_digits_(learners.discriminator->parameters().front().device()) {
  learners_.generator->eval();
}

Tensor ClassifierRecipe::generate_images(std::int64_t count, torch::Device device) {
  const torch::NoGradGuard no_grad;
  return generate(learners_.generator, settings_.latent_prior, settings_.conditional, count, device).images;
}

/// The cross-entropy of the digits' probabilities towards the teachers', both softened.
Tensor ClassifierRecipe::distillation_loss(const Tensor& images, const Tensor& class_logits) {
  Tensor probabilities;
  {
    const torch::NoGradGuard no_grad;
    for (Evaluator& teacher : teachers_) {
      const Tensor of_one = torch::softmax(teacher->forward(images).logits / kTemperature, 1);
      probabilities = probabilities.defined() ? probabilities + of_one : of_one;
    }
    probabilities = probabilities / static_cast<double>(teachers_.size());
  }
  const Tensor digit_logits = class_logits.narrow(1, 0, kDigitClasses);
  return kTemperature * kTemperature * torch::cross_entropy_loss(digit_logits / kTemperature, probabilities);
}

StepResult ClassifierRecipe::step(const StepBatch& batch) {
  const std::int64_t labelled = batch.images.size(0);
  const std::int64_t few = (labelled + kGeneratedShare - 1) / kGeneratedShare;
  const bool more = batch.more_images.defined();
  const Tensor unlabelled = more ? batch.more_images : batch.images.narrow(0, 0, 0);
  const Tensor generated = generate_images(few, batch.images.device());
  const StrokeDigits::Drawn drawn =
      stroke_digits_.draw(std::llround(settings_.drawn_share * static_cast<double>(labelled)));
  // Where few images have a label, those without are work enough.
  const Tensor non_digits = make_non_digits(more ? unlabelled.narrow(0, 0, few) : batch.images);
  const double non_digit_weight =
      kNonDigitWeight * static_cast<double>(non_digits.size(0)) / static_cast<double>(labelled);
  const std::vector<Tensor> deformed{batch.images, unlabelled, drawn.images, generated, non_digits};
  // One pass over all, so that batch norms see the same mixture in training and evaluation.
  const Tensor shown = torch::cat({random_affine(torch::cat(deformed), kDeformation), unlabelled});
  const Judgement judgement = learners_.discriminator->forward(shown);
  const std::vector<std::int64_t> sizes{labelled, unlabelled.size(0), drawn.labels.size(0),
                                        few,      non_digits.size(0), unlabelled.size(0)};
  const std::vector<Tensor> logits = judgement.class_logits.split_with_sizes(sizes);
  const std::vector<Tensor> validity = judgement.validity_logits.split_with_sizes(sizes);
  const auto all_fake = [&](const Tensor& of) {
    return torch::cross_entropy_loss(of, torch::full({of.size(0)}, kFakeClass, batch.labels.options()));
  };
  Tensor loss =
      torch::cross_entropy_loss(logits[kLabelled], batch.labels) +
      kGeneratedWeight * all_fake(logits[kGenerated]) + non_digit_weight * all_fake(logits[kNonDigits]) +
      kValidityWeight * (validity_loss(torch::cat({validity[kLabelled], validity[kUnlabelled]}), 1) +
                         validity_loss(torch::cat({validity[kGenerated], validity[kNonDigits]}), 0));
  if (!teachers_.empty()) loss = loss + distillation_loss(shown.narrow(0, 0, labelled), logits[kLabelled]);
  if (more) loss = loss + consistency_loss(logits[kAsTheyAre], logits[kUnlabelled]);
  if (drawn.labels.size(0) > 0)
    loss = loss + settings_.drawn_share * torch::cross_entropy_loss(logits[kDrawn], drawn.labels);
  learners_.discriminator_adam.zero_gradients();
  loss.backward();
  before_update(learners_.discriminator_adam.gradients());
  learners_.discriminator_adam.step();
  const Tensor digits = logits[kLabelled].detach().narrow(1, 0, kDigitClasses).argmax(1);
  return {loss.detach(), torch::zeros_like(loss.detach()), digits.eq(batch.labels).to(torch::kFloat).mean(),
          generated};
}

}  // namespace sgan::train
