// sgan info: what a weights file says about itself.

#include <algorithm>
#include <iostream>
#include <memory>

#include "command.h"
#include "model_file.h"
#include "output.h"

namespace sgan::cli {
namespace {

struct Options {
  std::string path;
  bool json = false;
};

const char* prior_name(LatentPrior prior) { return prior == LatentPrior::kNormal ? "normal" : "uniform01"; }
const char* conditional_name(Conditioning conditional) {
  return conditional == Conditioning::kEmbedMul ? "embed_mul" : "none";
}

Json to_json(const std::string& path, std::size_t file_bytes, const ModelInfo& info,
             const SafetensorsView& file) {
  Json tensors = Json::array();
  for (const TensorView& tensor : file.tensors()) {
    tensors.push_back({{"name", tensor.name}, {"dtype", dtype_name(tensor.dtype)}, {"shape", tensor.shape}});
  }
  return {{"file", path},
          {"file_bytes", file_bytes},
          {"image_size", info.image_size},
          {"latent_dim", info.latent_dim},
          {"latent_prior", prior_name(info.latent_prior)},
          {"conditional", conditional_name(info.conditional)},
          {"class_names", info.class_names},
          {"generator_channels", info.generator_channels},
          {"discriminator_channels", info.discriminator_channels},
          {"generator_parameters", info.generator_parameters},
          {"discriminator_parameters", info.discriminator_parameters},
          {"metadata", info.metadata},
          {"tensors", std::move(tensors)}};
}

template <typename Values>
std::string joined(const Values& values, const char* separator) {
  std::ostringstream text;
  const char* between = "";
  for (const auto& value : values) {
    text << between << value;
    between = separator;
  }
  return text.str();
}

void row(std::string_view name, std::string_view value) {
  std::cout << std::left << std::setw(24) << one_line(name) << ' ' << one_line(value) << '\n';
}

void print(const std::string& path, std::size_t file_bytes, const ModelInfo& info,
           const SafetensorsView& file) {
  const std::string size = std::to_string(info.image_size);
  row("file", path);
  row("size", grouped(file_bytes) + " bytes");
  row("image", size + " x " + size + ", grey");
  row("latent", std::to_string(info.latent_dim) + " values, " + prior_name(info.latent_prior));
  row("conditional", conditional_name(info.conditional));
  row("classes", joined(info.class_names, " "));
  row("generator",
      grouped(info.generator_parameters) + " parameters, channels " + joined(info.generator_channels, " > "));
  row("discriminator", grouped(info.discriminator_parameters) + " parameters, channels " +
                           joined(info.discriminator_channels, " > "));
  std::cout << "\nmetadata\n";
  if (info.metadata.empty()) std::cout << "  none: the article's network is assumed\n";
  for (const auto& [key, value] : info.metadata) row("  " + key, value);

  std::size_t width = 0;
  for (const TensorView& tensor : file.tensors()) width = std::max(width, tensor.name.size());
  std::cout << "\ntensors\n";
  for (const TensorView& tensor : file.tensors()) {
    std::cout << "  " << std::left << std::setw(static_cast<int>(width)) << one_line(tensor.name) << "  "
              << std::setw(4) << dtype_name(tensor.dtype) << ' ' << shape_string(tensor.shape) << '\n';
  }
}

Status info(const Options& options) {
  std::vector<std::byte> bytes;
  Model model;
  if (Status status = read_model_file(options.path, bytes, model); !status.ok()) return status;
  SafetensorsView file;
  if (Status status = SafetensorsView::parse(bytes, file); !status.ok()) return located(options.path, status);
  if (options.json) {
    std::cout << to_text(to_json(options.path, bytes.size(), model.info, file)) << '\n';
  } else {
    print(options.path, bytes.size(), model.info, file);
  }
  return {};
}

}  // namespace

void add_info(CLI::App& app, Task& task) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("info", "Show what a weights file holds");
  command->add_option("model", options->path, "Weights file (safetensors)")->required()->option_text("FILE");
  command->add_flag("--json", options->json, "Print one JSON object instead of a table");
  command->callback([options, &task] { task = [options] { return info(*options); }; });
}

}  // namespace sgan::cli
