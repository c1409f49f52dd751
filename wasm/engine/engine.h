#pragma once

#include <emscripten/em_macros.h>

#include <cstddef>
#include <cstdint>

/// The engine as JavaScript sees it: integers and pointers into the module's memory, nothing else.
///
/// Functions that can fail return 0, a StatusCode (sgan/status.h) or kSganNoModel; sgan_error() then says
/// why. Sizes count elements, not bytes. Results are written into the caller's buffers, which come from
/// sgan_alloc(). Any call may grow the memory, which detaches the caller's views of it.
extern "C" {

/// An answer beyond the core's StatusCode: sgan_load() has not succeeded yet.
enum : int { kSganNoModel = 100 };

/// Memory aligned for any number, or null if there is none left.  bytes: more than 0
EMSCRIPTEN_KEEPALIVE void* sgan_alloc(std::size_t bytes);
/// memory: from sgan_alloc(), or null.
EMSCRIPTEN_KEEPALIVE void sgan_free(void* memory);

/// Takes a weights file; on failure the model that was loaded before stays. The bytes may be freed
/// afterwards.
EMSCRIPTEN_KEEPALIVE int sgan_load(const std::byte* bytes, std::size_t size);
/// What the loaded file says about itself, as a JSON object; null if no model is loaded. Valid until the next
/// sgan_load().
EMSCRIPTEN_KEEPALIVE const char* sgan_info();

/// latents: [n, latent_dim].  labels: [n] in 0..9, or null.  images: [n, image_size, image_size], written.
EMSCRIPTEN_KEEPALIVE int sgan_generate(const float* latents, const std::int32_t* labels, std::size_t n,
                                       float* images);
/// images: [n, image_size, image_size].  validity: [n] and class_probs: [n, 11], written.
EMSCRIPTEN_KEEPALIVE int sgan_judge(const float* images, std::size_t n, float* validity, float* class_probs);

/// 64-bit numbers come in two halves.  latents: [n, latent_dim], written
EMSCRIPTEN_KEEPALIVE int sgan_sample_latents(std::uint32_t seed_low, std::uint32_t seed_high,
                                             std::uint32_t first_low, std::uint32_t first_high, std::size_t n,
                                             float* latents);
/// labels: [n], written
EMSCRIPTEN_KEEPALIVE int sgan_sample_labels(std::uint32_t seed_low, std::uint32_t seed_high,
                                            std::uint32_t first_low, std::uint32_t first_high, std::size_t n,
                                            std::int32_t* labels);

/// json: one drawing, {"strokes": [[[x, y], ...], ...]}, size bytes of UTF-8.  image: [image_size,
/// image_size], written
EMSCRIPTEN_KEEPALIVE int sgan_rasterize(const char* json, std::size_t size, float* image);

/// One line that says why the last failed call failed. Valid until the next call.
EMSCRIPTEN_KEEPALIVE const char* sgan_error();
/// The instruction set that the hot loops use, such as "WASM" or "SCALAR".
EMSCRIPTEN_KEEPALIVE const char* sgan_kernel();
}
