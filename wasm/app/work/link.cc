#include "work/link.h"

#include <algorithm>
#include <cmath>

#include "sgan/latent.h"
#include "sgan/random.h"
#include "ui/tabs.h"
#include "work/link_fields.h"

namespace sgan::app {
namespace {

using Kind = SampleChoice::Kind;

const std::vector<std::string_view> kClasses{"any", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "rows"};
const std::vector<std::string_view> kOrders{"made", "sure", "unsure"};

/// A share in hundredths, as the sliders have it: "0.07".
std::string hundredths(float value) {
  const long whole = std::lround(value * 100);
  const std::string digits = std::to_string(whole % 100);
  return std::to_string(whole / 100) + "." + (digits.size() < 2 ? "0" : "") + digits;
}

std::string sample_link(const SampleState& sample) {
  const int choice = sample.choice.kind == Kind::kAny    ? 0
                     : sample.choice.kind == Kind::kRows ? kDigitClasses + 1
                                                         : sample.choice.digit + 1;
  std::string link = "tab=sample&seed=" + std::to_string(sample.seed) +
                     "&class=" + std::string(kClasses[static_cast<std::size_t>(choice)]) +
                     "&side=" + std::to_string(sample.side) + "&variety=" + hundredths(sample.variety) +
                     "&order=" + std::string(kOrders[static_cast<std::size_t>(sample.order)]) +
                     "&least=" + hundredths(sample.least);
  if (sample.chosen >= 0) link += "&tile=" + std::to_string(sample.chosen);
  return link;
}

void open_sample(SampleState& sample, LinkFields& fields) {
  fields.take<std::uint64_t>("seed", 0, ~std::uint64_t{0}, sample.seed);
  if (const int choice = fields.take_word("class", kClasses); choice >= 0) {
    sample.choice = choice == 0                   ? SampleChoice{}
                    : choice == kDigitClasses + 1 ? SampleChoice{Kind::kRows, 0}
                                                  : SampleChoice{Kind::kOne, choice - 1};
  }
  fields.take("side", 1, kMostSide, sample.side);
  fields.take_number("variety", 0, 1, sample.variety);
  if (const int order = fields.take_word("order", kOrders); order >= 0)
    sample.order = static_cast<SampleOrder>(order);
  fields.take_number("least", 0, 0.99, sample.least);
  sample.chosen = -1;
  fields.take("tile", 0, sample.count() - 1, sample.chosen);
  sample.restart = true;
}

/// Base64 in the alphabet of RFC 4648, section 5, which addresses carry as it is.
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A latent in three characters a value: deviations from the prior's mean in steps of 2^-14, up to 8.
constexpr float kLatentSteps = 16384;
constexpr long kLatentOffset = 1L << 17;

std::string latent_text(LatentPrior prior, const std::vector<float>& latent) {
  std::string text;
  for (const float value : latent) {
    const float deviations = (value - prior_mean(prior)) / prior_deviation(prior);
    const long code =
        std::clamp(std::lround(deviations * kLatentSteps) + kLatentOffset, 0L, 2 * kLatentOffset - 1);
    for (const int shift : {12, 6, 0}) text += kBase64[static_cast<std::size_t>(code >> shift) & 63];
  }
  return text;
}

/// Empty if the text is no latent of that many values.
std::vector<float> read_latent(LatentPrior prior, int latent_dim, std::string_view text) {
  std::vector<float> latent;
  if (text.size() != 3 * static_cast<std::size_t>(latent_dim)) return latent;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    long code = 0;
    for (const char c : text.substr(i, 3)) {
      const std::size_t digit = kBase64.find(c);
      if (digit == std::string_view::npos) return {};
      code = code * 64 + static_cast<long>(digit);
    }
    latent.push_back(prior_mean(prior) +
                     static_cast<float>(code - kLatentOffset) / kLatentSteps * prior_deviation(prior));
  }
  return latent;
}

std::string explore_link(const ExploreState& explore, const ModelInfo* model) {
  std::string link =
      "tab=explore&seed=" + std::to_string(explore.seed) + "&index=" + std::to_string(explore.index);
  if (!explore.ready || model == nullptr) return link;
  link += "&class=" + std::to_string(explore.digit);
  // A latent of thousands of values fits into no address.
  std::vector<float> own(explore.point.latent.size());
  sample_latents(explore.seed, explore.index, model->latent_prior, model->latent_dim, own);
  if (explore.point.latent != own && model->latent_dim <= 1024)
    link += "&latent=" + latent_text(model->latent_prior, explore.point.latent);
  return link;
}

void open_explore(ExploreState& explore, const ModelInfo* model, LinkFields& fields) {
  fields.take<std::uint64_t>("seed", 0, ~std::uint64_t{0}, explore.seed);
  explore.index = 0;
  fields.take<std::uint64_t>("index", 0, std::uint64_t{1} << 32, explore.index);
  fields.take("class", 0, kDigitClasses - 1, explore.digit);
  const std::string_view text = fields.take_text("latent");
  explore.want_latent.clear();
  if (!text.empty() && model != nullptr)
    explore.want_latent = read_latent(model->latent_prior, model->latent_dim, text);
  if (!text.empty() && explore.want_latent.empty()) fields.complain("latent", text);
  explore.want_begin = true;
}

}  // namespace

std::string view_link(const UiState& state) {
  if (state.tab == Tab::kSample) return sample_link(state.sample);
  if (state.tab == Tab::kExplore) return explore_link(state.explore, state.model);
  return std::string("tab=") + entry_of(state.tab).name;
}

std::string open_link(UiState& state, std::string_view link) {
  LinkFields fields(link);
  std::vector<std::string_view> names;
  for (const TabEntry& entry : tabs()) names.emplace_back(entry.name);
  const int tab = fields.take_word("tab", names);
  if (tab >= 0) state.tab = tabs()[static_cast<std::size_t>(tab)].tab;
  if (tab >= 0 && state.tab == Tab::kSample) open_sample(state.sample, fields);
  if (tab >= 0 && state.tab == Tab::kExplore) open_explore(state.explore, state.model, fields);
  return fields.problem();
}

}  // namespace sgan::app
