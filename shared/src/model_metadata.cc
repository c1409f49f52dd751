#include "model_metadata.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace sgan {
namespace {

constexpr std::string_view kFormatVersion = "1";
constexpr std::size_t kMostKeys = 256;
constexpr std::size_t kMostMetadataBytes = std::size_t{1} << 16;  // of all keys and values

/// The value of a key, or the default when the file has none.
std::string value_or(const Metadata& metadata, std::string_view key, std::string_view fallback) {
  const auto found = metadata.find(key);
  return found == metadata.end() ? std::string(fallback) : found->second;
}

Status refuse(std::string_view key, const std::string& value, std::string_view expected) {
  return {StatusCode::kUnsupported, "metadata " + std::string(key) + " is \"" + value.substr(0, 64) +
                                        "\"; expected " + std::string(expected)};
}

std::vector<std::string> split_commas(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ',') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// The whole of `text`, but for spaces in front, as a number of at least 0, whatever the program's locale.
bool parse_number(const std::string& text, double& number) {
  const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
  const char *const begin = text.c_str() + first, *const end = text.c_str() + text.size();
  if (*begin < '0' || *begin > '9' || text.find_first_not_of("0123456789.eE+-", first) != text.npos)
    return false;
#ifdef __cpp_lib_to_chars
  const auto [stop, error] = std::from_chars(begin, end, number);
  return error == std::errc() && stop == end;
#else  // Emscripten's library, whose strtod knows no locales
  char* stop = nullptr;
  number = std::strtod(begin, &stop);
  return stop == end && std::isfinite(number);
#endif
}

Status read_eps(const Metadata& metadata, BatchNormEps& eps) {
  const std::string text = value_or(metadata, "bn_eps", "1e-5,0.8,0.8");
  const std::vector<std::string> parts = split_commas(text);
  std::array<double*, 3> targets{&eps.generator_first, &eps.generator_others, &eps.discriminator};
  bool valid = parts.size() == targets.size();
  for (std::size_t i = 0; valid && i < targets.size(); ++i) valid = parse_number(parts[i], *targets[i]);
  return valid ? Status() : refuse("bn_eps", text, "three numbers of at least 0 such as 1e-5,0.8,0.8");
}

Status read_class_names(const Metadata& metadata, ModelInfo& info) {
  const std::string text = value_or(metadata, "class_names", "0,1,2,3,4,5,6,7,8,9");
  const std::vector<std::string> names = split_commas(text);
  const bool fit = std::all_of(names.begin(), names.end(),
                               [](const std::string& name) { return name.size() <= kMaxClassNameBytes; });
  if (names.size() != info.class_names.size() || !fit)
    return refuse(
        "class_names", text,
        "ten names of at most " + std::to_string(kMaxClassNameBytes) + " bytes with commas between");
  std::copy(names.begin(), names.end(), info.class_names.begin());
  return {};
}

/// People read it: what is no use to them is refused.
Status check_size(const Metadata& metadata) {
  std::size_t bytes = 0;
  for (const auto& [key, value] : metadata) bytes += key.size() + value.size();
  if (metadata.size() <= kMostKeys && bytes <= kMostMetadataBytes) return {};
  return {StatusCode::kTooLarge, "metadata has " + std::to_string(metadata.size()) + " keys and " +
                                     std::to_string(bytes) + " bytes; at most " + std::to_string(kMostKeys) +
                                     " and " + std::to_string(kMostMetadataBytes) + " are allowed"};
}

}  // namespace

Status read_model_metadata(const Metadata& metadata, ModelInfo& info, BatchNormEps& eps) {
  if (Status status = check_size(metadata); !status.ok()) return status;
  const std::string version = value_or(metadata, "format_version", kFormatVersion);
  if (version != kFormatVersion)
    return refuse("format_version", version, "1; a newer version of this program may read it");

  const std::string prior = value_or(metadata, "latent_prior", "uniform01");
  if (prior != "uniform01" && prior != "normal") return refuse("latent_prior", prior, "uniform01 or normal");
  info.latent_prior = prior == "normal" ? LatentPrior::kNormal : LatentPrior::kUniform01;

  const std::string conditional = value_or(metadata, "conditional", "none");
  if (conditional != "none" && conditional != "embed_mul")
    return refuse("conditional", conditional, "none or embed_mul");
  info.conditional = conditional == "none" ? Conditioning::kNone : Conditioning::kEmbedMul;

  if (Status status = read_class_names(metadata, info); !status.ok()) return status;
  if (Status status = read_eps(metadata, eps); !status.ok()) return status;
  info.metadata = metadata;
  return {};
}

Status check_declared_latent_dim(const ModelInfo& info) {
  const std::string actual = std::to_string(info.latent_dim);
  const std::string declared = value_or(info.metadata, "latent_dim", actual);
  if (declared == actual) return {};
  return refuse("latent_dim", declared, actual + ", which generator.l1.0.weight has");
}

}  // namespace sgan
