// Makes one digit with the weights of a file, prints it in the terminal and reads it again:
//   example WEIGHTS DIGIT [SEED]

#include <sgan/discriminator.h>
#include <sgan/generator.h>
#include <sgan/random.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

std::vector<std::byte> read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

int fail(const sgan::Status& status) {
  std::fprintf(stderr, "example: %s\n", status.message().c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: example WEIGHTS DIGIT [SEED]\n");
    return 2;
  }
  sgan::Model model;
  if (sgan::Status status = sgan::load_model(read_file(argv[1]), model); !status.ok()) return fail(status);

  const int size = model.info.image_size;
  const std::vector<int> labels{std::atoi(argv[2])};
  std::vector<float> latents(static_cast<std::size_t>(model.info.latent_dim));
  std::vector<float> image(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  sgan::sample_latents(argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 0, 0, model.info.latent_prior,
                       model.info.latent_dim, latents);
  sgan::Workspace workspace;
  if (sgan::Status status = generate(model, latents, labels, workspace, image); !status.ok())
    return fail(status);
  for (int y = 0; y < size; y += 2) {
    for (int x = 0; x < size; ++x) std::putchar(" .:*#"[static_cast<int>((image[y * size + x] + 1) * 2.49F)]);
    std::putchar('\n');
  }

  std::vector<float> validity(1), probabilities(sgan::kJudgedClasses);
  if (sgan::Status status = judge(model, image, workspace, validity, probabilities); !status.ok())
    return fail(status);
  std::printf("read as %d\n", sgan::most_probable_digit(probabilities));
  return 0;
}
