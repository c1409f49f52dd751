// sgan run: tensors in, tensors out, for checking against other implementations and for scripts.

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <optional>

#include "batch.h"
#include "command.h"
#include "model_file.h"
#include "options.h"
#include "output.h"
#include "sgan_io/file.h"

namespace sgan::cli {
namespace {

struct Options {
  std::string model, in, out;
  int threads = 0;
};

/// What the input file asks for: latents (with labels for a conditional model) or images, never both.
struct Request {
  std::size_t count = 0;
  std::vector<float> latents;  // [count, latent_dim], or empty
  std::vector<int> labels;     // [count], or empty
  std::vector<float> images;   // [count, size, size], or empty until generated
};

Status wrong(const TensorView& tensor, const std::string& what) {
  return {StatusCode::kInvalidArgument, "tensor " + tensor.name + " " + what};
}

/// tail: the sizes after the first one, which counts and must not be 0.
Status check_tensor(const TensorView& tensor, DType dtype, const Shape& tail) {
  if (tensor.dtype != dtype) {
    return wrong(tensor,
                 "is " + std::string(dtype_name(tensor.dtype)) + ", not " + std::string(dtype_name(dtype)));
  }
  if (tensor.shape.size() != tail.size() + 1 ||
      !std::equal(tail.begin(), tail.end(), tensor.shape.begin() + 1)) {
    std::string expected = "[N";
    for (const std::int64_t size : tail) expected += ", " + std::to_string(size);
    return wrong(tensor, "has shape " + shape_string(tensor.shape) + ", this model takes " + expected + "]");
  }
  return tensor.shape[0] > 0 ? Status() : wrong(tensor, "is empty: N must be at least 1");
}

Status read_labels(const TensorView& tensor, std::size_t count, std::vector<int>& labels) {
  if (Status status = check_tensor(tensor, DType::kI64, {}); !status.ok()) return status;
  std::vector<std::int64_t> values(tensor.element_count());
  if (Status status = read_i64(tensor, values); !status.ok()) return status;
  if (values.size() != count) {
    return wrong(
        tensor, "has " + std::to_string(values.size()) + " labels for " + std::to_string(count) + " latents");
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (values[i] < 0 || values[i] >= kDigitClasses) {
      return wrong(
          tensor, "holds " + std::to_string(values[i]) + " at element " + std::to_string(i) + ", not 0 to 9");
    }
    labels.push_back(static_cast<int>(values[i]));
  }
  return {};
}

Status read_latents(const SafetensorsView& file, const TensorView& tensor, const ModelInfo& model,
                    Request& request) {
  if (Status status = check_tensor(tensor, DType::kF32, {model.latent_dim}); !status.ok()) return status;
  request.count = static_cast<std::size_t>(tensor.shape[0]);
  request.latents.resize(tensor.element_count());
  if (Status status = read_f32(tensor, request.latents); !status.ok()) return status;
  if (model.conditional == Conditioning::kNone) return {};
  const TensorView* labels = file.find("labels");
  if (labels == nullptr) {
    return {StatusCode::kInvalidArgument,
            "tensor labels is missing: this model draws the digit it is asked for"};
  }
  return read_labels(*labels, request.count, request.labels);
}

Status read_images(const TensorView& tensor, const ModelInfo& model, Request& request) {
  const Shape tail = {1, model.image_size, model.image_size};
  if (Status status = check_tensor(tensor, DType::kF32, tail); !status.ok()) return status;
  request.count = static_cast<std::size_t>(tensor.shape[0]);
  request.images.resize(tensor.element_count());
  if (Status status = read_f32(tensor, request.images); !status.ok()) return status;
  const auto beyond = [](float value) { return std::abs(value) > 1.001F; };
  if (std::any_of(request.images.begin(), request.images.end(), beyond)) {
    std::cerr << "sgan run: warning: tensor images has values outside [-1, 1], where the model was trained\n";
  }
  return {};
}

Status read_request(std::span<const std::byte> bytes, const ModelInfo& model, Request& request) {
  SafetensorsView file;
  if (Status status = SafetensorsView::parse(bytes, file); !status.ok()) return status;
  const TensorView* latents = file.find("latents");
  const TensorView* images = file.find("images");
  if ((latents == nullptr) == (images == nullptr)) {
    return {StatusCode::kInvalidArgument, latents == nullptr
                                              ? "holds neither a tensor latents nor a tensor images"
                                              : "holds both latents and images: which is meant?"};
  }
  return latents != nullptr ? read_latents(file, *latents, model, request)
                            : read_images(*images, model, request);
}

Status run(const Options& options) {
  Model model;
  if (Status status = load_model_file(options.model, model); !status.ok()) return status;
  Request request;
  {
    std::vector<std::byte> bytes;
    if (Status status = io::read_file(options.in, bytes); !status.ok()) return status;
    if (Status status = read_request(bytes, model.info, request); !status.ok())
      return located(options.in, status);
  }
  SafetensorsWriter writer;
  const auto n = static_cast<std::int64_t>(request.count);
  if (!request.latents.empty()) {
    request.images.resize(request.count * image_pixels(model.info));
    Status status = generate_all(model, request.latents, request.labels, options.threads, request.images);
    if (!status.ok()) return status;
    writer.add_f32("images", {n, 1, model.info.image_size, model.info.image_size}, request.images);
  }
  Judgements judgements;
  if (Status status = judge_all(model, request.images, options.threads, judgements); !status.ok())
    return status;
  writer.add_f32("validity", {n}, judgements.validity);
  writer.add_f32("class_probs", {n, kJudgedClasses}, judgements.class_probs);
  return io::write_file(options.out, writer.finish());
}

}  // namespace

void add_run(CLI::App& app, Task& task) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("run", "Run tensors of a safetensors file through the model");
  add_model_option(*command, options->model);
  command
      ->add_option(
          "--in", options->in,
          "Holds \"latents\" [N, latent] F32, with \"labels\" [N] I64 for a conditional model, or \"images\" "
          "[N, 1, size, size] F32 in [-1, 1]")
      ->required()
      ->option_text("FILE");
  command
      ->add_option(
          "--out", options->out,
          "Gets \"images\" (of latents), \"validity\" [N] (probability real) and \"class_probs\" [N, 11] "
          "(ten digits and generated), all F32")
      ->required()
      ->option_text("FILE");
  add_threads_option(*command, options->threads);
  command->callback([options, &task] { task = [options] { return run(*options); }; });
}

}  // namespace sgan::cli
