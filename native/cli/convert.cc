// sgan convert: the same weights in another number format.

#include <algorithm>
#include <memory>
#include <optional>

#include "command.h"
#include "model_file.h"
#include "options.h"
#include "sgan/directions.h"
#include "sgan/weights.h"
#include "sgan_io/file.h"
#include "sgan_options/checks.h"

namespace sgan::cli {
namespace {

constexpr int kMostDirections = 64;  // the time to find them grows with their square; the page shows twelve

struct Options {
  std::string model, dtype, out;
  std::optional<int> directions;
};

DType parse_dtype(const std::string& name) {
  if (name == "f32") return DType::kF32;
  return name == "f16" ? DType::kF16 : DType::kI8;
}

/// Puts the model's principal directions in place of those it had.
Status replace_directions(const Model& model, int count, Weights& weights) {
  const std::int64_t latent_dim = model.info.latent_dim;
  if (count > latent_dim || (count > 0 && latent_dim > kMostPrincipalValues)) {
    return {StatusCode::kInvalidArgument, "--directions " + std::to_string(count) +
                                              " is too many for latents of " + std::to_string(latent_dim) +
                                              " values"};
  }
  std::erase_if(weights.tensors,
                [](const NamedTensor& tensor) { return tensor.name.starts_with(kDirectionsName); });
  if (count == 0) return {};
  Directions found = principal_directions(model, count);
  if (found.count != count) {
    return {StatusCode::kTooLarge, "no directions are found: images of " +
                                       std::to_string(model.info.image_size) +
                                       " pixels a side are too large for that, or they are no numbers"};
  }
  weights.tensors.push_back({kDirectionsName, {count, latent_dim}, std::move(found.vectors)});
  weights.tensors.push_back({std::string(kDirectionsName) + "_scale", {count}, std::move(found.scales)});
  return {};
}

Status convert(const Options& options) {
  std::vector<std::byte> bytes;
  Model model;  // also to refuse what is no network
  if (Status status = read_model_file(options.model, bytes, model); !status.ok()) return status;
  Weights weights;
  if (Status status = read_weights(bytes, weights); !status.ok()) return located(options.model, status);
  if (options.directions) {
    if (Status status = replace_directions(model, *options.directions, weights); !status.ok())
      return located(options.model, status);
  }
  std::vector<std::byte> converted;
  if (Status status = write_weights(weights, parse_dtype(options.dtype), converted); !status.ok()) {
    return located(options.model, status);
  }
  return io::write_file(options.out, converted);
}

}  // namespace

void add_convert(CLI::App& app, Task& task) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("convert", "Write the weights in another number format");
  add_model_option(*command, options->model);
  command
      ->add_option(
          "--dtype", options->dtype,
          "Number format of matrices and kernels: f32 (4 bytes), f16 (2) or i8 (1, with a scale per output "
          "channel)")
      ->required()
      ->option_text("f32|f16|i8")
      ->check(CLI::IsMember({"f32", "f16", "i8"}));
  command
      ->add_option(
          "--directions", options->directions,
          "Store this many principal directions of the generator for the page's tab Explore; 0 removes "
          "those that are there [default: as in the file]")
      ->option_text("N")
      ->transform(options::whole_number(0, kMostDirections));
  command->add_option("--out", options->out, "File to write")->required()->option_text("FILE");
  command->callback([options, &task] { task = [options] { return convert(*options); }; });
}

}  // namespace sgan::cli
