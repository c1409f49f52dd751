#include "evaluate_report.h"

#include <iomanip>
#include <iostream>
#include <span>
#include <utility>
#include <vector>

#include "calibration.h"

namespace sgan::cli {
namespace {

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

Json per_class(const EvaluationReport& report) {
  Json rows = Json::array();
  for (std::size_t d = 0; d < kDigitClasses; ++d) {
    const std::size_t hits = report.classes.confusion[d][d];
    rows.push_back({{"class", d},
                    {"name", report.class_names[d]},
                    {"images", report.classes.count_of(d)},
                    {"recall", ratio(hits, report.classes.count_of(d))},
                    {"precision", ratio(hits, report.classes.predicted_as(d))}});
  }
  return rows;
}

void add_likeness(const Likeness& likeness, Json& json) {
  json["fid"] = likeness.fid;
  json["precision"] = likeness.overlap.precision;
  json["recall"] = likeness.overlap.recall;
  json["density"] = likeness.overlap.density;
  json["coverage"] = likeness.overlap.coverage;
  json["class_entropy_bits"] = likeness.class_entropy;
}

/// floor, likewise: real training images in the samples' place.
void add_quality(const QualityFigures& quality, Json& json) {
  if (quality.generated) {
    Json& figures = json["quality"] = {{"samples", quality.samples}};
    add_likeness(*quality.generated, figures);
    if (quality.floor && quality.floor->fid > 0)
      figures["fid_ratio"] = quality.generated->fid / quality.floor->fid;
    if (quality.requested) {
      figures["requested_class_accuracy"] = quality.requested->accuracy;
      figures["requested_per_class"] = quality.requested->per_class;
    }
    if (quality.nearest_distance_ratio) figures["nearest_distance_ratio"] = *quality.nearest_distance_ratio;
  }
  if (quality.floor) add_likeness(*quality.floor, json["floor"] = Json::object());
  json["evaluator"] = {{"test_accuracy", quality.evaluator_accuracy}};
}

Json to_json(const RejectionFigures& figures) {
  Json json = {{"images", figures.images},
               {"auroc", figures.combined.auroc},
               {"calibration_error", figures.combined.calibration_error}};
  json["validity"] = {{"auroc", figures.validity.auroc},
                      {"calibration_error", figures.validity.calibration_error}};
  json["not_generated"] = {{"auroc", figures.not_generated.auroc},
                           {"calibration_error", figures.not_generated.calibration_error}};
  return json;
}

void add_rejection(const EvaluationReport& report, Json& json) {
  if (report.others) {
    json["reject"]["others"] = to_json(*report.others);
    json["reject"]["others"]["data"] = report.others->name;
  }
  if (report.non_digits.empty()) return;
  Json& all = json["reject"]["non_digits"] = to_json(report.non_digits.front());
  for (const RejectionFigures& kind : std::span(report.non_digits).subspan(1))
    all["kinds"][kind.name] = to_json(kind);
}

void print_row(std::string_view name, const std::string& value, std::string_view remark = "") {
  std::cout << std::left << std::setw(28) << name << std::right << std::setw(9) << value
            << (remark.empty() ? "" : "  ") << remark << '\n';
}

std::string percent(double share) { return fixed(100 * share, 2) + "%"; }

void print_confusion(const EvaluationReport& report) {
  std::cout << "\nconfusion (rows: true, columns: predicted)\n            ";
  for (int d = 0; d < kDigitClasses; ++d) std::cout << std::right << std::setw(6) << d;
  std::cout << "   recall precision\n";
  for (std::size_t d = 0; d < kDigitClasses; ++d) {
    const std::string name = one_line(report.class_names[d]);
    std::cout << cell(std::to_string(d), 2) << cell(name == std::to_string(d) ? "" : name, 9) << ' '
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
  std::cout << '\n'
            << grouped(figures.realness.images) << " samples of seed " << figures.seed
            << ", by the model's own discriminator\n";
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

/// A figure of the samples beside the one of real images.
void print_pair(std::string_view name, double value, const std::optional<double>& real, int decimals,
                std::string_view remark = "") {
  std::cout << std::left << std::setw(28) << name << std::right << std::setw(9) << fixed(value, decimals)
            << std::setw(12) << (real ? fixed(*real, decimals) : "-") << (remark.empty() ? "" : "  ")
            << remark << '\n';
}

void print_likeness(const Likeness& samples, const std::optional<Likeness>& floor) {
  const auto of_floor = [&](auto member) {
    return floor ? std::optional<double>(member(*floor)) : std::nullopt;
  };
  const auto row = [&](std::string_view name, auto member, int decimals, std::string_view remark) {
    print_pair(name, member(samples), of_floor(member), decimals, remark);
  };
  row(
      "  FID", [](const Likeness& l) { return l.fid; }, 4, "0 is best");
  row(
      "  precision", [](const Likeness& l) { return l.overlap.precision; }, 4, "samples like real images");
  row(
      "  recall", [](const Likeness& l) { return l.overlap.recall; }, 4, "real images like samples");
  row(
      "  density", [](const Likeness& l) { return l.overlap.density; }, 4, "");
  row(
      "  coverage", [](const Likeness& l) { return l.overlap.coverage; }, 4, "");
  row(
      "  class entropy", [](const Likeness& l) { return l.class_entropy; }, 4, "bits");
}

void print_quality(const QualityFigures& quality) {
  std::cout << "\nby an evaluation network that reads " << percent(quality.evaluator_accuracy)
            << " of the test images\n";
  if (quality.generated) {
    std::cout << std::left << std::setw(28) << "  compared with test images" << std::right << std::setw(9)
              << "samples" << std::setw(12) << "real images" << '\n';
    print_likeness(*quality.generated, quality.floor);
    if (quality.floor && quality.floor->fid > 0)
      print_row("  FID, in that of real images", fixed(quality.generated->fid / quality.floor->fid, 2));
    if (quality.requested) {
      print_row("  requested digit drawn", percent(quality.requested->accuracy));
      std::cout << "    per digit               ";
      for (std::size_t d = 0; d < kDigitClasses; ++d)
        std::cout << ' ' << d << ':' << percent(quality.requested->per_class[d]);
      std::cout << '\n';
    }
    if (quality.nearest_distance_ratio)
      print_row("  nearest training image", fixed(*quality.nearest_distance_ratio, 3),
                "median distance of samples, in that of test images");
  }
}

void print_rejection(const EvaluationReport& report) {
  std::vector<std::pair<std::string, const RejectionFigures*>> rows;
  if (report.others) rows.emplace_back(one_line(report.others->name), &*report.others);
  for (const RejectionFigures& kind : report.non_digits)
    rows.emplace_back((&kind == report.non_digits.data() ? "" : "  ") + kind.name, &kind);
  if (rows.empty()) return;
  std::cout
      << "\ntest images told from others (AUROC: 1 fully, 0.5 not at all; v: validity, p: of \"generated\")\n"
      << "                                images  v (1 - p)         v     1 - p  calibration error\n";
  for (const auto& [name, figures] : rows) {
    std::cout << "  " << std::left << std::setw(28) << name << std::right << std::setw(8) << figures->images
              << std::setw(11) << fixed(figures->combined.auroc, 4) << std::setw(10)
              << fixed(figures->validity.auroc, 4) << std::setw(10) << fixed(figures->not_generated.auroc, 4)
              << std::setw(19) << percent(figures->combined.calibration_error) << '\n';
  }
}

}  // namespace

Json to_json(const EvaluationReport& report) {
  Json json = {{"model", report.model},
               {"data", report.data},
               {"test_accuracy", report.classes.accuracy},
               {"mean_confidence", report.classes.mean_confidence},
               {"expected_calibration_error", report.classes.expected_calibration_error},
               {"confusion_matrix", report.classes.confusion},
               {"per_class", per_class(report)},
               {"real", to_json(report.real)}};
  if (report.generated) json["generated"] = to_json(*report.generated);
  add_quality(report.quality, json);
  add_rejection(report, json);
  if (!report.left_out.empty()) json["left_out"] = report.left_out;
  return json;
}

void print(const EvaluationReport& report) {
  print_row("test accuracy", percent(report.classes.accuracy), one_line(report.data));
  print_row("mean confidence", percent(report.classes.mean_confidence));
  print_row("calibration error", percent(report.classes.expected_calibration_error),
            "expected, " + std::to_string(kCalibrationBins) + " bins");
  print_confusion(report);
  std::cout << '\n' << grouped(report.real.images) << " test images\n";
  print_realness(report.real);
  if (report.generated) print_generated(*report.generated);
  print_quality(report.quality);
  print_rejection(report);
  for (const std::string& line : report.left_out) std::cout << "\nleft out: " << one_line(line) << '\n';
}

}  // namespace sgan::cli
