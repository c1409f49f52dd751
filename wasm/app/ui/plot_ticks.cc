#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ui/plot.h"

namespace sgan::app {

std::string plot_value(float value, bool percent) {
  if (!std::isfinite(value)) return "\u2013";
  char buffer[32];
  const double shown = static_cast<double>(value) * (percent ? 100 : 1);
  const int digits = shown == 0 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(shown))));
  std::snprintf(buffer, sizeof buffer, "%.*f", std::clamp(2 - digits, percent ? 1 : 0, 4), shown);
  return std::string(buffer) + (percent ? " %" : "");
}

std::vector<float> linear_ticks(float low, float high, int most) {
  if (!(high > low) || most < 1) return {low};
  const double raw = (static_cast<double>(high) - static_cast<double>(low)) / most;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= raw * (1 - 1e-9)) {
      step = factor * power;
      break;
    }
  }
  std::vector<float> ticks;
  const double first = std::ceil(static_cast<double>(low) / step - 1e-6) + 0.0;  // which makes -0 a 0
  for (double i = first; i * step <= static_cast<double>(high) + 1e-6 * step; ++i)
    ticks.push_back(static_cast<float>(i * step));
  return ticks;
}

std::vector<float> log_ticks(float low, float high) {
  std::vector<float> ticks;
  if (!(low > 0 && low <= high && std::isfinite(high))) return ticks;
  const bool few = std::log10(high / low) < 1.5F;
  for (int power = static_cast<int>(std::floor(std::log10(low))); std::pow(10.0F, power) <= high; ++power) {
    for (const float factor : {1.0F, 2.0F, 5.0F}) {
      const float tick = factor * std::pow(10.0F, static_cast<float>(power));
      const bool wanted = factor == 1 || few;
      if (wanted && tick >= low * 0.999F && tick / 1.001F <= high) ticks.push_back(tick);
    }
  }
  return ticks;
}

}  // namespace sgan::app
