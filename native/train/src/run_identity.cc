#include "run_identity.h"

#include <set>
#include <sstream>

#include "preset.h"

namespace sgan::train {
namespace {

/// prefix, own: of the keys in the new metadata, and in those of the origin
void add_origin(const std::string& prefix, const Metadata& origin, const std::string& own,
                Metadata& metadata) {
  for (const char* key : {"preset", "epochs", "seed"}) {
    const auto found = origin.find(own + key);
    if (found != origin.end()) metadata[prefix + key] = found->second;
  }
}

std::set<std::string> lines_of(const std::string& text) {
  std::istringstream lines(text);
  std::set<std::string> found;
  for (std::string line; std::getline(lines, line);) found.insert(line);
  return found;
}

/// The lines of one text that the other lacks, with commas between them.
std::string only_in(const std::string& text, const std::string& other) {
  const std::set<std::string> all = lines_of(text), known = lines_of(other);
  std::string found;
  for (const std::string& line : all) {
    if (!known.contains(line)) found += (found.empty() ? "" : ", ") + line;
  }
  return found;
}

}  // namespace

std::string run_identity(const Options& options, const GivenWeights& given, const RunPlace& place) {
  std::ostringstream lines;
  const auto add = [&lines](const char* name, const auto& value) { lines << name << ' ' << value << '\n'; };
  add("--preset", options.preset);
  add("--batch-size", options.batch_size);
  add("--learning-rate", options.adam.learning_rate);
  add("--beta1", options.adam.beta1);
  add("--beta2", options.adam.beta2);
  add("--seed", options.seed);
  add("--ema-decay", options.ema_decay);
  if (!is_reference(options)) {
    add("--labels", options.labels);
    add("--label-seed", options.label_seed);
    if (options.baseline) lines << "--baseline\n";
    add("--latent-prior", options.latent_prior);
    add("--real-target", options.real_target);
    add("--class-weight", options.class_weight);
    add("--generator-class-weight", options.generator_class_weight);
    add("--feature-weight", options.feature_weight);
    add("--gradient-penalty", options.gradient_penalty);
    add("--shift", options.shift);
    add("--discriminator-width", options.discriminator_width);
    add("--discriminator-norm", options.discriminator_norm);
    add("--dropout", options.dropout);
  }
  if (options.decay > 0) {
    add("--decay", options.decay);
    add("--epochs", options.epochs);  // on which the learning rate in a step then depends
  }
  if (is_classifier(options)) {
    add("--drawn-share", options.drawn_share);
    add("--generator of the checksum", checksum_of(given.generator, kGeneratorPrefix));
    for (const Weights& teacher : given.teachers)
      add("--teacher of the checksum", checksum_of(teacher, kEvaluatorPrefix));
  }
  if (!options.start.empty())
    add("--start of the checksum", checksum_of(given.discriminator, kDiscriminatorPrefix));
  lines << place.images << " training images\n" << place.processes << " processes\n";
  add("--device", place.device.is_cuda() ? "cuda" : "cpu");
  return lines.str();
}

std::string identity_difference(const std::string& trained, const std::string& wanted) {
  const std::string before = only_in(trained, wanted), now = only_in(wanted, trained);
  if (before.empty()) return "was trained without " + now + ", and cannot go on with it";
  return "was trained with " + before + ", and cannot go on with" + (now.empty() ? "out it" : ' ' + now);
}

Metadata origin_metadata(const Options& options, const GivenWeights& given) {
  Metadata metadata;
  if (is_classifier(options)) {
    const Metadata& generator = given.generator.metadata;
    // A classifier's file says where its generator is from.
    const bool handed_on = generator.contains("generator_preset");
    add_origin("generator_", generator, handed_on ? "generator_" : "", metadata);
  }
  add_origin("start_", given.discriminator.metadata, "", metadata);
  if (!given.teachers.empty()) metadata["teachers"] = std::to_string(given.teachers.size());
  return metadata;
}

}  // namespace sgan::train
