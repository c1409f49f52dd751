#include "work/link.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "sgan/latent.h"
#include "sgan/random.h"
#include "ui/explore_path.h"
#include "ui/tabs.h"
#include "work/explore_work.h"
#include "work/link_fields.h"

namespace sgan::app {
namespace {

using Kind = SampleChoice::Kind;

const std::vector<std::string_view> kClasses{"any", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "rows"};
const std::vector<std::string_view> kOrders{"made", "sure", "unsure"};

/// A share with as many decimals: "0.07".
std::string decimal(float value, std::size_t decimals) {
  long unit = 1;
  for (std::size_t i = 0; i < decimals; ++i) unit *= 10;
  const long whole = std::lround(value * static_cast<float>(unit));
  const std::string digits = std::to_string(whole % unit);
  return std::to_string(whole / unit) + "." + std::string(decimals - digits.size(), '0') + digits;
}

/// As the sliders of the tab Sample have it.
std::string hundredths(float value) { return decimal(value, 2); }

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

/// A latent in three characters a value: deviations from the prior's mean in steps of 2^-14, up to 8. A
/// class's share in two.
constexpr float kLatentSteps = 16384;
constexpr long kLatentOffset = 1L << 17;
constexpr std::size_t kLatentDigits = 3, kShareDigits = 2;
constexpr float kShareSteps = 4095;

void append_code(std::string& text, long code, std::size_t digits) {
  for (std::size_t i = digits; i-- > 0;) text += kBase64[static_cast<std::size_t>(code >> (6 * i)) & 63];
}

/// -1 if a character is no digit
long read_code(std::string_view text) {
  long code = 0;
  for (const char c : text) {
    const std::size_t digit = kBase64.find(c);
    if (digit == std::string_view::npos) return -1;
    code = code * 64 + static_cast<long>(digit);
  }
  return code;
}

std::string latent_text(LatentPrior prior, const std::vector<float>& latent) {
  std::string text;
  for (const float value : latent) {
    const float deviations = (value - prior_mean(prior)) / prior_deviation(prior);
    append_code(text,
                std::clamp(std::lround(deviations * kLatentSteps) + kLatentOffset, 0L, 2 * kLatentOffset - 1),
                kLatentDigits);
  }
  return text;
}

/// Empty if the text is no latent of that many values.
std::vector<float> read_latent(const ModelInfo& model, std::string_view text) {
  std::vector<float> latent;
  if (text.size() != kLatentDigits * static_cast<std::size_t>(model.latent_dim)) return latent;
  for (std::size_t i = 0; i < text.size(); i += kLatentDigits) {
    const long code = read_code(text.substr(i, kLatentDigits));
    if (code < 0) return {};
    latent.push_back(prior_mean(model.latent_prior) + static_cast<float>(code - kLatentOffset) /
                                                          kLatentSteps * prior_deviation(model.latent_prior));
  }
  return latent;
}

std::string point_text(LatentPrior prior, const ExplorePoint& point) {
  std::string text = latent_text(prior, point.latent);
  for (const float share : point.mixture)
    append_code(text, std::lround(std::clamp(share, 0.0F, 1.0F) * kShareSteps), kShareDigits);
  return text;
}

/// None if the text is no point of the model's.
std::optional<ExplorePoint> read_point(const ModelInfo& model, std::string_view text) {
  constexpr std::size_t kMixtureDigits = kShareDigits * kDigitClasses;
  if (text.size() < kMixtureDigits) return {};
  const std::string_view shares = text.substr(text.size() - kMixtureDigits);
  text.remove_suffix(kMixtureDigits);
  ExplorePoint point{read_latent(model, text), {}};
  if (point.latent.empty()) return {};
  for (std::size_t c = 0; c < point.mixture.size(); ++c) {
    const long code = read_code(shares.substr(c * kShareDigits, kShareDigits));
    if (code < 0) return {};
    point.mixture[c] = static_cast<float>(code) / kShareSteps;
  }
  return point;
}

/// A latent of thousands of values fits into no address.
constexpr int kMostLatentInLink = 1024;
constexpr std::size_t kPartDecimals = 4;

std::string explore_link(const ExploreState& explore, const ModelInfo* model) {
  std::string link =
      "tab=explore&seed=" + std::to_string(explore.seed) + "&index=" + std::to_string(explore.index);
  if (!explore.ready || model == nullptr) return link;
  const LatentPrior prior = model->latent_prior;
  const bool on_way = explore.part > 0 && explore.point == morph_point(explore, prior, explore.part);
  const int digit = on_way ? std::max(0, digit_of(explore.from)) : explore.digit;
  link += "&class=" + std::to_string(digit);
  if (model->latent_dim > kMostLatentInLink) return link;
  // What opening the link would begin with, and what is different here.
  ExplorePoint start = sample_point(*model, explore.seed, explore.index, digit);
  if (!on_way && explore.point.latent != start.latent) {
    link += "&latent=" + latent_text(prior, explore.point.latent);
    start.latent = explore.point.latent;
  }
  std::string way;  // left out where it would make the link too long
  if (explore.from != start) way += "&from=" + point_text(prior, explore.from);
  if (explore.to != next_point(*model, explore.seed, explore.index, digit))
    way += "&to=" + point_text(prior, explore.to);
  if (on_way) way += "&part=" + decimal(explore.part, kPartDecimals);
  return link.size() + way.size() <= LinkFields::kMostBytes ? link + way : link;
}

void open_explore(ExploreState& explore, const ModelInfo* model, LinkFields& fields) {
  ask_begin(explore, explore.seed, 0, explore.digit);
  fields.take<std::uint64_t>("seed", 0, ~std::uint64_t{0}, explore.seed);
  fields.take<std::uint64_t>("index", 0, std::uint64_t{1} << 32, explore.index);
  fields.take("class", 0, kDigitClasses - 1, explore.digit);
  const std::string_view latent = fields.take_text("latent");
  if (!latent.empty() && model != nullptr) explore.want_latent = read_latent(*model, latent);
  if (!latent.empty() && explore.want_latent.empty()) fields.complain("latent", latent);
  const auto take_point = [&](std::string_view key, std::optional<ExplorePoint>& point) {
    const std::string_view text = fields.take_text(key);
    if (!text.empty() && model != nullptr) point = read_point(*model, text);
    if (!text.empty() && !point) fields.complain(key, text);
  };
  take_point("from", explore.want_from);
  take_point("to", explore.want_to);
  fields.take_number("part", 0, 1, explore.want_part);
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
