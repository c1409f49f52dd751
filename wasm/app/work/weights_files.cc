#include "work/weights_files.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "sgan/safetensors.h"
#include "work/file_names.h"

namespace sgan::app {
namespace {

constexpr std::string_view kGenerator = "generator.", kDiscriminator = "discriminator.";

/// "conv_blocks.2" and "weight" of "conv_blocks.2.weight"; "weight.scale" counts as one part.
std::pair<std::string, std::string> split(std::string_view name) {
  std::string_view rest = name;
  if (rest.ends_with(".scale")) rest.remove_suffix(6);
  const std::size_t dot = rest.rfind('.');
  if (dot == std::string_view::npos) return {std::string(name), ""};
  return {std::string(name.substr(0, dot)), std::string(name.substr(dot + 1))};
}

bool trained(std::string_view part) { return part == "weight" || part == "bias"; }

void add_tensor(std::vector<LayerRow>& rows, std::string_view name, const TensorView& tensor) {
  const auto [layer, part] = split(name);
  auto row = std::find_if(rows.begin(), rows.end(), [&l = layer](const LayerRow& r) { return r.name == l; });
  if (row == rows.end()) row = rows.insert(rows.end(), {layer, "", "", "", 0, 0});
  row->bytes += tensor.data.size();
  if (trained(part)) row->parameters += tensor.element_count();
  if (part.starts_with("running_")) row->kind = "batch norm";
  if (part != "weight") return;
  row->shape = shape_string(tensor.shape);
  row->dtype = dtype_name(tensor.dtype);
  if (!row->kind.empty()) return;
  const bool embedding = layer.find("emb") != std::string::npos;
  row->kind = tensor.shape.size() == 4   ? "convolution"
              : tensor.shape.size() == 1 ? "batch norm"
              : embedding                ? "embedding"
                                         : "linear";
}

}  // namespace

LayerTable layer_table(std::span<const std::byte> bytes) {
  LayerTable table;
  SafetensorsView file;
  if (!SafetensorsView::parse(bytes, file).ok()) return table;
  for (const TensorView& tensor : file.tensors()) {
    const std::string_view name = tensor.name;
    if (name.starts_with(kGenerator)) add_tensor(table.generator, name.substr(kGenerator.size()), tensor);
    if (name.starts_with(kDiscriminator))
      add_tensor(table.discriminator, name.substr(kDiscriminator.size()), tensor);
  }
  return table;
}

Status read_shipped(std::string_view text, std::vector<ShippedWeights>& shipped) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_array()) return {StatusCode::kMalformed, "it is not a JSON array"};
  const auto text_of = [](const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  std::vector<ShippedWeights> read;
  for (const nlohmann::json& file : json) {
    const std::string name = file.is_object() ? text_of(file, "file") : "";
    if (!is_file_name(name)) return {StatusCode::kMalformed, "it holds an entry without a file name"};
    const std::string title = text_of(file, "title");
    read.push_back({"weights/" + name, title.empty() ? name : title, text_of(file, "note")});
  }
  shipped = std::move(read);
  return {};
}

}  // namespace sgan::app
