// sgan classify: which digit a picture, an image of a data set or a drawing shows, and whether it looks real.

#include <iostream>
#include <memory>
#include <optional>

#include "batch.h"
#include "command.h"
#include "model_file.h"
#include "options.h"
#include "output.h"
#include "sgan/image.h"
#include "sgan/strokes.h"
#include "sgan_io/file.h"
#include "sgan_io/idx.h"
#include "sgan_io/png.h"

namespace sgan::cli {
namespace {

struct Options {
  std::string model;
  std::optional<std::string> idx, strokes;
  std::vector<std::string> pictures;
  int threads = 0;
};

/// n images for the network, [n, size, size] in [-1, 1].
using Images = std::vector<float>;

Status read_pictures(const std::vector<std::string>& paths, const Model& model, Images& images) {
  const std::size_t pixels = image_pixels(model.info);
  images.resize(paths.size() * pixels);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    GreyImage picture;
    if (Status status = io::read_png(paths[i], picture); !status.ok()) return status;
    Status status =
        normalize_picture(picture, model.info.image_size, std::span(images).subspan(i * pixels, pixels));
    if (!status.ok()) return located(paths[i], status);
  }
  return {};
}

Status judge_idx(const std::string& path, const Model& model, int threads, Judgements& judgements) {
  io::IdxImages data;
  if (Status status = io::read_idx_images(path, data); !status.ok()) return status;
  return judge_data(model, data, threads, judgements);
}

Status read_strokes(const std::string& path, const Model& model, int threads, Images& images) {
  std::vector<std::byte> bytes;
  if (Status status = io::read_file(path, bytes); !status.ok()) return status;
  std::vector<Drawing> drawings;
  const std::string_view json(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (Status status = parse_drawings(json, drawings); !status.ok()) return located(path, status);
  const std::size_t pixels = image_pixels(model.info);
  images.resize(drawings.size() * pixels);
  const auto rasterize_chunk = [&](std::size_t first, std::size_t count, Workspace&) {
    for (std::size_t i = first; i < first + count; ++i) {
      Status status =
          rasterize(drawings[i], model.info.image_size, std::span(images).subspan(i * pixels, pixels));
      if (!status.ok()) return located(path + ": drawing " + std::to_string(i), status);
    }
    return Status();
  };
  return for_chunks(drawings.size(), threads, rasterize_chunk);
}

/// One line of output, without what names the image.
void add_verdict(const Judgements& judgements, std::size_t i, FloatJson& line) {
  const std::span<const float> probs = judgements.probs(i);
  line["digit"] = judgements.digit(i);
  line["probs"] = std::vector<float>(probs.begin(), probs.end());
  line["validity"] = judgements.validity[i];
}

Status judge_inputs(const Options& options, const Model& model, Judgements& judgements) {
  if (options.idx) return judge_idx(*options.idx, model, options.threads, judgements);
  Images images;
  Status status = options.strokes ? read_strokes(*options.strokes, model, options.threads, images)
                                  : read_pictures(options.pictures, model, images);
  return status.ok() ? judge_all(model, images, options.threads, judgements) : status;
}

Status classify(const Options& options) {
  Model model;
  if (Status status = load_model_file(options.model, model); !status.ok()) return status;
  // Everything is read before anything is printed: a bad picture among good ones leaves no half of an answer.
  Judgements judgements;
  if (Status status = judge_inputs(options, model, judgements); !status.ok()) return status;
  for (std::size_t i = 0; i < judgements.count(); ++i) {
    FloatJson line;
    if (options.pictures.empty()) {
      line["index"] = i;
    } else {
      line["file"] = options.pictures[i];
    }
    add_verdict(judgements, i, line);
    std::cout << to_text(line) << '\n';
  }
  return {};
}

}  // namespace

void add_classify(CLI::App& app, Task& task) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("classify", "Say which digit each image shows, and whether it looks real");
  command->footer(
      "Prints one JSON object per line: \"digit\", \"probs\" (ten digits and generated), \"validity\" "
      "(probability real).");
  add_model_option(*command, options->model);
  CLI::Option_group* inputs = command->add_option_group("input", "Exactly one kind");
  inputs
      ->add_option(
          "image", options->pictures,
          "PNG pictures of one digit each, ink dark or bright, any size: brought to MNIST's form; 28 x 28 or "
          "the model's size with a dark ground: only resized")
      ->option_text("IMAGE.png...");
  inputs->add_option("--idx", options->idx, "Images of an IDX file, raw or .gz")->option_text("FILE");
  inputs
      ->add_option("--strokes", options->strokes,
                   "Pen strokes as JSON: [{\"strokes\": [[[x, y], ...], ...]}, ...], y downwards, any scale")
      ->option_text("FILE");
  inputs->require_option(1);
  add_threads_option(*command, options->threads);
  command->callback([options, &task] { task = [options] { return classify(*options); }; });
}

}  // namespace sgan::cli
