// sgan evaluate: how good a model is, on a data set's test images and on its own samples.

#include <iostream>
#include <memory>

#include "command.h"
#include "evaluate_report.h"
#include "model_file.h"
#include "options.h"
#include "sgan_options/checks.h"

namespace sgan::cli {
namespace {

struct Options {
  std::string model, data, others, evaluator;
  std::size_t samples = 10'000;
  std::uint64_t seed = 0;
  int threads = 0;
  bool json = false;
};

/// The training images, where there are some.
Status read_training(const std::string& folder, std::optional<io::LabelledImages>& training) {
  if (!io::has_labelled_images(folder, io::Split::kTrain)) return {};
  return io::read_labelled_images(folder, io::Split::kTrain, training.emplace());
}

/// What the model rejects: another data set, if one was named, and pictures that are no digits.
Status measure_rejections(const Options& options, const Model& model, const io::LabelledImages& test,
                          const Judgements& judged_test, EvaluationReport& report) {
  if (!options.others.empty()) {
    io::LabelledImages others;
    if (Status status = io::read_labelled_images(options.others, io::Split::kTest, others); !status.ok())
      return status;
    Judgements judged;
    if (Status status = judge_data(model, others.images, options.threads, judged); !status.ok())
      return status;
    report.others = measure_rejection(options.others, judged_test, judged);
  }
  for (std::size_t d = 0; d < kDigitClasses; ++d) {
    if (model.info.class_names[d] == std::to_string(d)) continue;
    report.left_out.push_back("non_digits: the model's classes are no digits");
    return {};
  }
  return measure_non_digits(model, test, judged_test, options.seed, options.threads, report.non_digits);
}

Status measure(const Options& options, const Model& model, const evaluation::Evaluator& evaluator,
               EvaluationReport& report) {
  io::LabelledImages test;
  std::optional<io::LabelledImages> training;
  if (Status status = io::read_labelled_images(options.data, io::Split::kTest, test); !status.ok())
    return status;
  if (Status status = read_training(options.data, training); !status.ok()) return status;
  Judgements judgements;
  if (Status status = judge_data(model, test.images, options.threads, judgements); !status.ok())
    return status;
  report.classes = measure_classes(judgements, test.labels);
  report.real = measure_realness(judgements);
  if (options.samples > 0) {
    Status status =
        measure_samples(model, options.samples, options.seed, options.threads, report.generated.emplace());
    if (!status.ok()) return status;
  }
  if (Status status = measure_rejections(options, model, test, judgements, report); !status.ok())
    return status;
  return measure_quality(model, evaluator, test, training ? &*training : nullptr, options.samples,
                         options.seed, options.threads, report.quality, report.left_out);
}

Status evaluate(const Options& options) {
  Model model;
  if (Status status = load_model_file(options.model, model); !status.ok()) return status;
  evaluation::Evaluator evaluator;
  if (Status status = load_evaluator(options.evaluator, evaluator); !status.ok()) return status;
  EvaluationReport report;
  report.model = options.model;
  report.data = options.data;
  report.class_names = model.info.class_names;
  if (Status status = measure(options, model, evaluator, report); !status.ok()) return status;
  if (options.json) {
    std::cout << to_text(to_json(report)) << '\n';
  } else {
    print(report);
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
                   "Folder with t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, raw or .gz; with the "
                   "training images beside them, samples are compared with those too")
      ->required()
      ->option_text("DIR");
  command
      ->add_option("--samples", options->samples,
                   "Images to generate, judge and compare with the test images; 0: none")
      ->option_text("N [10000]")
      ->transform(options::whole_number(0, 1'000'000));
  command
      ->add_option("--others", options->others,
                   "Folder of another data set, whose test images the model should reject, such as "
                   "/usr/share/datasets/fashion-mnist of Debian's package dataset-fashion-mnist")
      ->option_text("DIR");
  command
      ->add_option(
          "--evaluator", options->evaluator,
          "Evaluation network to compare images in, by sgan-train --preset evaluator, instead of the "
          "one in this program")
      ->option_text("FILE");
  add_seed_option(*command, options->seed, "Seed of the generated images");
  command->add_flag("--json", options->json, "Print one JSON object instead of tables");
  add_threads_option(*command, options->threads);
  command->callback([options, &task] { task = [options] { return evaluate(*options); }; });
}

}  // namespace sgan::cli
