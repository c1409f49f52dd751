// Preloaded into a program (LD_PRELOAD), lets it meet the faults of a bad day. In the environment:
//   SGAN_FAULT_FOLDER  only what concerns files below it fails or counts
//   SGAN_FAULT         "OPERATION NUMBER ERRNO": the operation's call of that number fails so, counted from
//                      1; "OPERATION NUMBER ERRNO on": all from then on; "OPERATION NUMBER 0 kill": that call
//                      is the program's end
//   SGAN_FAULT_COUNTS  a file to write at the end: how often each operation was called, one a line
//   SGAN_FAULT_CLOCK   set: the time of day jumps by up to a year to either side each time it is asked for
// Operations: create (a file to write), append, write, fsync, rename.

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

enum Operation { kCreate, kAppend, kWrite, kFsync, kRename, kOperations };
constexpr std::array<const char*, kOperations> kNames{"create", "append", "write", "fsync", "rename"};
constexpr int kDescriptors = 4096;

struct Plan {
  int operation = -1;
  long number = 0;
  int error = 0;
  bool lasting = false, deadly = false;
};

Plan read_plan() {
  Plan plan;
  const char* text = std::getenv("SGAN_FAULT");
  std::array<char, 16> name{}, rest{};
  if (text == nullptr ||
      std::sscanf(text, "%15s %ld %d %15s", name.data(), &plan.number, &plan.error, rest.data()) < 3)
    return plan;
  for (int i = 0; i < kOperations; ++i) {
    if (std::strcmp(name.data(), kNames[static_cast<std::size_t>(i)]) == 0) plan.operation = i;
  }
  plan.lasting = std::strcmp(rest.data(), "on") == 0;
  plan.deadly = std::strcmp(rest.data(), "kill") == 0;
  return plan;
}

struct Counts {
  std::array<std::atomic<long>, kOperations> calls{};
  ~Counts() {
    const char* path = std::getenv("SGAN_FAULT_COUNTS");
    FILE* file = path == nullptr ? nullptr : std::fopen(path, "w");
    if (file == nullptr) return;
    for (std::size_t i = 0; i < kNames.size(); ++i)
      std::fprintf(file, "%s %ld\n", kNames[i], calls[i].load());
    std::fclose(file);
  }
};
Counts counts;
std::array<std::atomic<bool>, kDescriptors> watched{};

bool concerns(const char* path) {
  static const char* const folder = std::getenv("SGAN_FAULT_FOLDER");
  return folder != nullptr && std::string_view(path).starts_with(folder);
}

bool is_watched(int descriptor) {
  return descriptor >= 0 && descriptor < kDescriptors && watched[static_cast<std::size_t>(descriptor)];
}

void watch(int descriptor, bool on) {
  if (descriptor >= 0 && descriptor < kDescriptors) watched[static_cast<std::size_t>(descriptor)] = on;
}

/// Counts a call; true if it has to fail, with errno set.
bool fails(Operation operation) {
  static const Plan plan = read_plan();
  const long number = ++counts.calls[operation];
  if (plan.operation != operation || number < plan.number || (number > plan.number && !plan.lasting))
    return false;
  if (plan.deadly) raise(SIGKILL);
  errno = plan.error;
  return true;
}

template <typename Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int mkostemp(char* pattern, int flags) {
  static const auto real = next<int(char*, int)>("mkostemp");
  const bool ours = concerns(pattern);
  if (ours && fails(kCreate)) return -1;
  const int descriptor = real(pattern, flags);
  watch(descriptor, ours);
  return descriptor;
}

FILE* fopen(const char* path, const char* mode) {
  static const auto real = next<FILE*(const char*, const char*)>("fopen");
  if (mode[0] == 'a' && concerns(path) && fails(kAppend)) return nullptr;
  FILE* file = real(path, mode);
  if (file != nullptr && mode[0] == 'a') watch(fileno(file), concerns(path));
  return file;
}

ssize_t write(int descriptor, const void* bytes, size_t count) {
  static const auto real = next<ssize_t(int, const void*, size_t)>("write");
  if (is_watched(descriptor) && fails(kWrite)) return -1;
  return real(descriptor, bytes, count);
}

int fsync(int descriptor) {
  static const auto real = next<int(int)>("fsync");
  if (is_watched(descriptor) && fails(kFsync)) return -1;
  return real(descriptor);
}

int close(int descriptor) {
  static const auto real = next<int(int)>("close");
  watch(descriptor, false);
  return real(descriptor);
}

int rename(const char* from, const char* to) noexcept {
  static const auto real = next<int(const char*, const char*)>("rename");
  if (concerns(to) && fails(kRename)) return -1;
  return real(from, to);
}

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static const auto real = next<int(clockid_t, timespec*)>("clock_gettime");
  static const bool jumps = std::getenv("SGAN_FAULT_CLOCK") != nullptr;
  static std::atomic<unsigned> state{1};
  const int result = real(clock, time);
  if (jumps && clock == CLOCK_REALTIME && result == 0) {
    constexpr long kYear = 365L * 24 * 3600;
    state = state * 1664525U + 1013904223U;
    time->tv_sec += static_cast<long>(state >> 8) % (2 * kYear) - kYear;
  }
  return result;
}

}  // extern "C"
