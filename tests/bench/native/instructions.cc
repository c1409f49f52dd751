// One call of the core in its steady state, for callgrind to count: sgan-instructions MODEL G|D
//   valgrind --tool=callgrind --toggle-collect=sgan_measured_call sgan-instructions MODEL G
// Prints the instruction set that ran: valgrind knows fewer than the machine.

#include <cstdio>
#include <string_view>

#include "sgan/kernels.h"
#include "workload.h"

/// By this name callgrind knows where to count.
extern "C" [[gnu::noinline]] void sgan_measured_call(sgan::bench::Workload& workload, bool generator) {
  if (generator) {
    workload.generate(1);
  } else {
    workload.judge(1);
  }
}

int main(int argc, char** argv) {
  const std::string_view network = argc == 3 ? argv[2] : "";
  if (network != "G" && network != "D") {
    std::fputs("usage: sgan-instructions MODEL G|D\n", stderr);
    return 2;
  }
  sgan::bench::Workload workload;
  if (const sgan::Status status = workload.load(argv[1], 1); !status.ok()) {
    std::fprintf(stderr, "sgan-instructions: %s\n", status.message().c_str());
    return 1;
  }
  workload.generate(1);  // the first call of each makes room
  workload.judge(1);
  sgan_measured_call(workload, network == "G");
  std::puts(std::string(sgan::kernel_name()).c_str());
  return 0;
}
