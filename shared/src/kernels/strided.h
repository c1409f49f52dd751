#pragma once

#include <array>

// The products of a convolution of stride 2, shared by what packs their matrices and what multiplies by them.
// docs/performance.md derives them.

namespace sgan {

/// Vertically, two outputs see five inputs; with c = x[4k+1] and S = w0 + w2
///   y[2k]   = S c + w0 (x[4k-1] - c) + w1 x[4k]
///   y[2k+1] = S c + w1 x[4k+2] + w2 (x[4k+3] - c)
/// that is five products, of which S c serves both. Horizontally, each product is the kernel's three taps.
inline constexpr int kStridedProducts = 5;

/// What a product multiplies by: S, or one of the kernel's rows of taps.
inline constexpr int kStridedFactors = 4;
enum StridedFactor { kOuterSum, kTopTaps, kMiddleTaps, kBottomTaps };
inline constexpr std::array<StridedFactor, kStridedProducts> kStridedProductFactor{
    kOuterSum, kTopTaps, kMiddleTaps, kMiddleTaps, kBottomTaps};

}  // namespace sgan
