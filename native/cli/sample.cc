// sgan sample: new digits, as a picture or as a data set.

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "command.h"
#include "model_file.h"
#include "options.h"
#include "sampling.h"
#include "sgan/image.h"
#include "sgan_io/idx.h"
#include "sgan_io/png.h"
#include "sgan_options/checks.h"

namespace sgan::cli {
namespace {

constexpr int kPadding = 2;  // between the images of a grid
constexpr std::size_t kMaxCount = 1'000'000;
constexpr double kMaxGridPixels = 64e6;  // what read_png takes

struct Options {
  std::string model, choice;
  std::optional<std::string> png, idx;
  std::size_t count = 25, columns = 0;
  std::uint64_t seed = 0;
  int threads = 0;
};

ClassChoice parse_choice(const std::string& text) {
  if (text.empty()) return {};
  if (text == "each") return {ClassChoice::Kind::kEach, 0};
  return {ClassChoice::Kind::kOne, text[0] - '0'};
}

std::string check_choice(const std::string& text) {
  const bool is_digit = text.size() == 1 && text[0] >= '0' && text[0] <= '9';
  return is_digit || text == "each" ? "" : "\"" + text + "\" is neither 0 to 9 nor each";
}

std::size_t columns_of(const Options& options) {
  if (options.columns > 0) return options.columns;
  if (options.choice == "each") return kDigitClasses;
  return static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(options.count))));
}

Status check_grid(const Options& options, int size) {
  const std::size_t columns = std::min(columns_of(options), options.count);
  const std::size_t rows = (options.count + columns - 1) / columns;
  const auto side = [&](std::size_t images) {
    return static_cast<double>(images) * (size + kPadding) + kPadding;
  };
  if (side(columns) * side(rows) <= kMaxGridPixels) return {};
  return {StatusCode::kTooLarge,
          "a picture of " + std::to_string(options.count) +
              " samples would have more than 64 million pixels: ask for fewer, or use --idx"};
}

Status write_grid(const std::string& path, const Samples& samples, int size, std::size_t columns) {
  return io::write_png(path, compose_grid(samples.pixels, size, static_cast<int>(columns), kPadding));
}

Status check_data_set(const Options& options, std::size_t pixels) {
  if (options.count <= io::kMaxIdxValues / pixels) return {};
  return {StatusCode::kTooLarge, "a data set of " + std::to_string(options.count) +
                                     " samples would have more than 2^31 - 1 pixels: ask for fewer"};
}

Status sample(const Options& options) {
  Model model;
  if (Status status = load_model_file(options.model, model); !status.ok()) return status;
  const int size = model.info.image_size;
  Status fits = options.png ? check_grid(options, size) : check_data_set(options, image_pixels(model.info));
  if (!fits.ok()) return fits;
  Samples samples;
  const SampleRequest request{options.count, options.seed, parse_choice(options.choice), options.threads};
  if (Status status = draw_samples(model, request, samples); !status.ok()) return status;
  if (options.png) return write_grid(*options.png, samples, size, columns_of(options));
  const int count = static_cast<int>(options.count);
  return io::write_labelled_images(
      *options.idx, {{count, size, size, std::move(samples.pixels)}, std::move(samples.labels)});
}

}  // namespace

void add_sample(CLI::App& app, Task& task) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("sample", "Generate digits");
  add_model_option(*command, options->model);
  command->add_option("--count", options->count, "Images to draw, up to a million")
      ->option_text("N [25]")
      ->transform(options::whole_number(1, kMaxCount));
  command
      ->add_option(
          "--class", options->choice,
          "Draw this digit only, or 0 to 9 in turn. An unconditional model is sampled until its classifier "
          "reads enough of them, up to 200 times the count, at least 2,000 [default: any]")
      ->option_text("0..9|each")
      ->check(CLI::Validator(check_choice, ""));
  add_seed_option(*command, options->seed, "The same seed draws the same digits");
  CLI::Option_group* outputs = command->add_option_group("output", "Exactly one");
  CLI::Option* png = outputs->add_option("--png", options->png, "Write a grid of all images");
  png->option_text("FILE");
  outputs
      ->add_option(
          "--idx", options->idx,
          "Write PREFIX-images-idx3-ubyte and PREFIX-labels-idx1-ubyte, MNIST's layout; a label is the digit "
          "asked of a conditional model, else the one its classifier reads")
      ->option_text("PREFIX");
  outputs->require_option(1);
  command
      ->add_option("--columns", options->columns,
                   "Images in a row of the grid [default: square; 10 with each]")
      ->option_text("N")
      ->transform(options::whole_number(1, kMaxCount))
      ->needs(png);
  add_threads_option(*command, options->threads);
  command->callback([options, &task] { task = [options] { return sample(*options); }; });
}

}  // namespace sgan::cli
