// The JSON that the page fetches or has stored: its history, comparisons, evaluation and settings.

#include "fuzz.h"
#include "ui/tabs.h"
#include "work/settings.h"
#include "work/training_files.h"

using namespace sgan;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::as_text(data, size);
  app::TrainingHistory history;
  fuzz::require_reason(app::read_history(text, history));
  fuzz::require(history.grids.size() == history.grid_epochs.size(), "an epoch for each grid");
  for (const std::string& name : history.grids)
    fuzz::require(name.find_first_of("/\\") == std::string::npos && name.front() != '.',
                  "names lead nowhere else");
  for (const char* key : {"labels", "epochs"}) {
    app::Comparison comparison;
    const Status status = app::read_comparison(text, key, comparison);
    fuzz::require_reason(status);
    for (const app::ComparedSeries& series : comparison.series)
      fuzz::require(series.mean.size() == comparison.x.size(), "a value for each x");
  }
  std::vector<app::CardFigure> card;
  fuzz::require_reason(app::read_evaluation(text, card));

  app::UiState state;
  app::apply_settings(state, text);
  fuzz::require(state.sample.side >= 1 && state.sample.side <= app::kMostSide, "a side that can be shown");
  const std::string stored = app::settings_json(state);
  app::UiState again;
  app::apply_settings(again, stored);
  fuzz::require(app::settings_json(again) == stored, "settings are remembered");
  return 0;
}
