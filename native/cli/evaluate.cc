// sgan evaluate: how good a model is, on a data set's test images and on its own samples.

#include <iomanip>
#include <iostream>
#include <memory>

#include "command.h"
#include "evaluation.h"
#include "model_file.h"
#include "options.h"
#include "output.h"

namespace sgan::cli {
namespace {

struct Options {
  std::string model, data;
  std::size_t samples = 1000;
  std::uint64_t seed = 0;
  int threads = 0;
  bool json = false;
};

struct Report {
  std::array<std::string, kDigitClasses> class_names;
  ClassFigures classes;
  RealnessFigures real;
  SampleFigures generated;
};

double ratio(std::size_t part, std::size_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

Json to_json(const RealnessFigures& figures) {
  return {{"images", figures.images},
          {"mean_validity", figures.mean_validity},
          {"judged_real", figures.judged_real},
          {"mean_fake_probability", figures.mean_fake_probability},
          {"classed_fake", figures.classed_fake}};
}

Json to_json(const SampleFigures& figures) {
  Json json = to_json(figures.realness);
  json["seed"] = figures.seed;
  json["digits"] = figures.digits;
  json["class_entropy_bits"] = figures.class_entropy;
  json["image_entropy_bits"] = figures.image_entropy;
  if (figures.requested_class_accuracy) json["requested_class_accuracy"] = *figures.requested_class_accuracy;
  return json;
}

Json to_json(const Options& options, const Report& report) {
  Json per_class = Json::array();
  for (std::size_t d = 0; d < kDigitClasses; ++d) {
    const std::size_t hits = report.classes.confusion[d][d];
    per_class.push_back({{"class", d},
                         {"name", report.class_names[d]},
                         {"images", report.classes.count_of(d)},
                         {"recall", ratio(hits, report.classes.count_of(d))},
                         {"precision", ratio(hits, report.classes.predicted_as(d))}});
  }
  Json json = {{"model", options.model},
               {"data", options.data},
               {"test_accuracy", report.classes.accuracy},
               {"mean_confidence", report.classes.mean_confidence},
               {"expected_calibration_error", report.classes.expected_calibration_error},
               {"confusion_matrix", report.classes.confusion},
               {"per_class", std::move(per_class)},
               {"real", to_json(report.real)}};
  if (options.samples > 0) json["generated"] = to_json(report.generated);
  return json;
}

void print_row(std::string_view name, const std::string& value, std::string_view remark = "") {
  std::cout << std::left << std::setw(28) << name << std::right << std::setw(9) << value
            << (remark.empty() ? "" : "  ") << remark << '\n';
}

std::string percent(double share) { return fixed(100 * share, 2) + "%"; }

void print_confusion(const Report& report) {
  std::cout << "\nconfusion (rows: true, columns: predicted)\n            ";
  for (int d = 0; d < kDigitClasses; ++d) std::cout << std::right << std::setw(6) << d;
  std::cout << "   recall precision\n";
  for (std::size_t d = 0; d < kDigitClasses; ++d) {
    const std::string name = one_line(report.class_names[d]).substr(0, 9);
    std::cout << std::left << std::setw(2) << d << std::setw(10) << (name == std::to_string(d) ? "" : name)
              << std::right;
    for (const std::size_t count : report.classes.confusion[d]) std::cout << std::setw(6) << count;
    const std::size_t hits = report.classes.confusion[d][d];
    std::cout << std::setw(9) << percent(ratio(hits, report.classes.count_of(d))) << std::setw(10)
              << percent(ratio(hits, report.classes.predicted_as(d))) << '\n';
  }
}

void print_realness(const RealnessFigures& figures) {
  print_row("  mean validity", fixed(figures.mean_validity, 4), "probability real");
  print_row("  judged real", percent(figures.judged_real), "validity 0.5 or more");
  print_row("  mean fake probability", fixed(figures.mean_fake_probability, 4), "of the class \"generated\"");
  print_row("  classed as generated", percent(figures.classed_fake));
}

void print_generated(const SampleFigures& figures) {
  std::cout << '\n' << grouped(figures.realness.images) << " samples of seed " << figures.seed << '\n';
  print_realness(figures.realness);
  print_row("  class entropy", fixed(figures.class_entropy, 3),
            "bits; 3.322 if all digits come equally often");
  print_row("  entropy of one image", fixed(figures.image_entropy, 3), "bits; 0 if each is one clear digit");
  if (figures.requested_class_accuracy)
    print_row("  requested digit drawn", percent(*figures.requested_class_accuracy));
  std::cout << "  read as digit             ";
  for (std::size_t d = 0; d < kDigitClasses; ++d) std::cout << ' ' << d << ':' << figures.digits[d];
  std::cout << '\n';
}

void print(const Options& options, const Report& report) {
  print_row("test accuracy", percent(report.classes.accuracy), one_line(options.data));
  print_row("mean confidence", percent(report.classes.mean_confidence));
  print_row("calibration error", percent(report.classes.expected_calibration_error),
            "expected, " + std::to_string(kCalibrationBins) + " bins");
  print_confusion(report);
  std::cout << '\n' << grouped(report.real.images) << " test images\n";
  print_realness(report.real);
  if (options.samples > 0) print_generated(report.generated);
}

Status evaluate(const Options& options) {
  Model model;
  if (Status status = load_model_file(options.model, model); !status.ok()) return status;
  io::LabelledImages data;
  if (Status status = io::read_labelled_images(options.data, io::Split::kTest, data); !status.ok())
    return status;
  Judgements judgements;
  if (Status status = judge_data(model, data.images, options.threads, judgements); !status.ok())
    return status;
  Report report{
      model.info.class_names, measure_classes(judgements, data.labels), measure_realness(judgements), {}};
  if (options.samples > 0) {
    Status status = measure_samples(model, options.samples, options.seed, options.threads, report.generated);
    if (!status.ok()) return status;
  }
  if (options.json) {
    std::cout << to_text(to_json(options, report)) << '\n';
  } else {
    print(options, report);
  }
  return {};
}

}  // namespace

void add_evaluate(CLI::App& app, Task& task) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("evaluate", "Measure a model on test images and on its own samples");
  add_model_option(*command, options->model);
  command
      ->add_option("--data", options->data,
                   "Folder with t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, raw or .gz")
      ->required()
      ->option_text("DIR");
  command->add_option("--samples", options->samples, "Images to generate and judge; 0: none")
      ->option_text("N [1000]")
      ->check(CLI::Range(0, 1'000'000));
  add_seed_option(*command, options->seed, "Seed of the generated images");
  command->add_flag("--json", options->json, "Print one JSON object instead of tables");
  add_threads_option(*command, options->threads);
  command->callback([options, &task] { task = [options] { return evaluate(*options); }; });
}

}  // namespace sgan::cli
