#include "sgan_evaluate/evaluator.h"

// The file's bytes as they are; SGAN_EVALUATOR_FILE is its quoted path.
__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    "sgan_evaluator_begin: .incbin " SGAN_EVALUATOR_FILE
    "\n"
    "sgan_evaluator_end:\n"
    ".previous\n");

extern "C" {
extern const std::byte sgan_evaluator_begin[];
extern const std::byte sgan_evaluator_end[];
}

namespace sgan::evaluation {

std::span<const std::byte> embedded_evaluator() { return {sgan_evaluator_begin, sgan_evaluator_end}; }

}  // namespace sgan::evaluation
