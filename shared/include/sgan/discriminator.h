#pragma once

#include <span>

#include "sgan/model.h"
#include "sgan/status.h"
#include "sgan/workspace.h"

namespace sgan {

/// Judges images.
/// images:      [n, image_size, image_size] row-major in [-1, 1] (ink 1, paper -1).
/// validity:    [n], probability that the image is real, in [0, 1].
/// class_probs: [n, kJudgedClasses], softmax over the ten digits and "generated".
/// Refuses sizes that do not fit and a model that is not loaded; the results are then untouched. Fails as
/// well where weights or images are so large that a result is no number.
[[nodiscard]] Status judge(const Model& model, std::span<const float> images, Workspace& workspace,
                           std::span<float> validity, std::span<float> class_probs);

/// The most probable of the ten digits; kFakeClass takes no part.  class_probs: [kJudgedClasses]
[[nodiscard]] int most_probable_digit(std::span<const float> class_probs);

}  // namespace sgan
