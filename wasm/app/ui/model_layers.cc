#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "ui/model_parts.h"

namespace sgan::app {
namespace {

constexpr float kPadding = 16, kTitle = 24, kRow = 26, kGap = 16;

/// Where the columns lie: name, kind, shape, parameters, bytes. Phones have no room for the kind and
/// the bytes.
struct Columns {
  std::array<float, 5> width{};

  Columns(const Canvas& canvas, float room) {
    const bool narrow = room < canvas.px(480);
    width[4] = narrow ? 0 : canvas.px(72);
    width[3] = canvas.px(76);
    width[1] = narrow ? 0 : canvas.px(96);
    const float rest = room - width[1] - width[3] - width[4];
    width[2] = std::floor(rest * (narrow ? 0.46F : 0.5F));
    width[0] = rest - width[2];
  }
};

void draw_row(const Canvas& canvas, Rect& rest, const Columns& columns,
              const std::array<std::string, 5>& cells, ImU32 color) {
  Rect line = table_row(canvas, rest, canvas.px(kRow));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (columns.width[i] <= 0) continue;
    Rect cell = line.cut_left(columns.width[i]);
    cell.w -= canvas.px(i < 3 ? 6 : 0);
    text(canvas, cell, {canvas.state.fonts.small, color, i < 3 ? 0.0F : 1.0F}, cells[i]);
  }
}

std::string kilobytes(std::size_t bytes) { return thousands((bytes + 500) / 1000) + " kB"; }

float draw_network(const Canvas& canvas, Rect column, const std::string& name,
                   const std::vector<LayerRow>& rows) {
  const float height = 2 * canvas.px(kPadding) + canvas.px(kTitle) + canvas.px(8) +
                       canvas.px(kRow) * static_cast<float>(rows.size() + 2);
  const Rect rect = column.cut_top(height);
  canvas.note("model.layers_" + name, rect);
  card(canvas, rect);
  Rect inside = rect.inset(canvas.px(kPadding));
  text(canvas, inside.cut_top(canvas.px(kTitle), canvas.px(8)),
       {canvas.state.fonts.strong, canvas.colors.text}, name == "generator" ? "Generator" : "Discriminator");
  const Columns columns(canvas, inside.w);
  draw_row(canvas, inside, columns, {"layer", "kind", "weight", "parameters", "in the file"},
           canvas.colors.muted);
  std::size_t parameters = 0, bytes = 0;
  for (const LayerRow& row : rows) {
    draw_row(canvas, inside, columns,
             {row.name, row.kind, row.shape, thousands(row.parameters), kilobytes(row.bytes)},
             canvas.colors.text);
    parameters += row.parameters;
    bytes += row.bytes;
  }
  draw_row(canvas, inside, columns, {"all", "", "", thousands(parameters), kilobytes(bytes)},
           canvas.colors.muted);
  return height;
}

}  // namespace

std::string megabytes(std::size_t bytes) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.2f MB", static_cast<double>(bytes) / 1e6);
  return buffer;
}

std::string thousands(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

float draw_layers(const Canvas& canvas, Rect column) {
  const LayerTable& layers = canvas.state.model_tab.layers;
  const float generator = draw_network(canvas, column, "generator", layers.generator);
  column.cut_top(generator, canvas.px(kGap));
  return generator + canvas.px(kGap) + draw_network(canvas, column, "discriminator", layers.discriminator);
}

}  // namespace sgan::app
