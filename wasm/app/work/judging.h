#pragma once

#include <span>

#include "sgan/generator.h"
#include "ui/picture.h"

namespace sgan::app {

/// What the model's discriminator makes of one image.  image: [image_size, image_size] in [-1, 1]
[[nodiscard]] Verdict judge_image(const Model& model, std::span<const float> image, Workspace& workspace);

}  // namespace sgan::app
