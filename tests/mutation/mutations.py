"""Breaks the core in one place after the other and shows that its tests notice each.

Works on a copy. A break that no test notices, or that no longer finds its place in the source, is a failure.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

# (what is broken, file in shared/src, text there, text in its place)
MUTATIONS = (
    ("random numbers: a bit of Philox's multiplier", "random.cc", "kMultiplier0 = 0xD2511F53", "kMultiplier0 = 0xD2511F55"),
    ("normal prior: the middle of a step", "random.cc", "static_cast<double>(word) + 0.5", "static_cast<double>(word) + 0.25"),
    ("half precision: rounds down", "half.cc", "0x0fffU + ((magnitude >> 13) & 1U)", "0U"),
    ("batch norm: epsilon left out", "model.cc", "const double denominator = variance[c] + eps;", "const double denominator = variance[c] + 0 * eps;"),
    ("batch norm: shift has the wrong sign", "model.cc", "bias[c] - mean[c] * scale", "bias[c] + mean[c] * scale"),
    ("packing: the third tap left out", "kernels/pack.cc", "w2 = taps[2 * tap_step + o]", "w2 = 0 * taps[2 * tap_step + o]"),
    ("up-sampling: the border is not paper", "kernels/upsample_conv3x3_simd.cc", "x >= 0 && x < task.width", "x >= 0 && x <= task.width"),
    ("up-sampling: the product of the cell before is forgotten", "kernels/upsample_conv3x3_simd.cc", "outputs[0] = hn::Add(before, products[1]);",
     "outputs[0] = hn::MulAdd(hn::Zero(FloatTag()), before, products[1]);"),
    ("strided convolution: the lower outputs see other taps", "kernels/strided.h", "kMiddleTaps, kBottomTaps}", "kMiddleTaps, kTopTaps}"),
    ("linear: one row too few in a tile", "kernels/linear_simd.cc", "rows / kTileRows * kTileRows;", "rows / kTileRows * kTileRows - (rows > 8 ? kTileRows : 0);\n  rows -= rows > 8;"),
    ("LeakyReLU: another slope", "kernels/kernels.h", "kLeakySlope = 0.2F", "kLeakySlope = 0.21F"),
    ("verdict: \"generated\" counts as a digit", "discriminator.cc", "class_probs.begin() + kDigitClasses)", "class_probs.begin() + kJudgedClasses)"),
    ("strokes: the centre of mass is left where it is", "mnist_frame.cc", "kFrameCenter - moment_x / mass", "0 * kFrameCenter * moment_x / mass"),
    ("interpolation: no arc", "latent.cc", "if (sine < 1e-4) return straight;", "if (sine < 1e4) return straight;"),
    ("weights file: a hole between tensors", "safetensors.cc", "if (begin != expected_begin) {", "if (begin < expected_begin) {"),
    ("weights file: NaN", "safetensors.cc", "if (all_finite(out)) return {};", "if (true || all_finite(out)) return {};"),
)


def run(command, log):
    with open(log, "ab") as file:
        return subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, check=False).returncode


def copy_tree(source, target):
    for name in ("CMakeLists.txt", "cmake", "shared", "native", "wasm", "tests", "web"):
        path = source / name
        if path.is_dir():
            shutil.copytree(path, target / name)
        else:
            shutil.copy(path, target / name)


def build(tree, jobs, log):
    return run(["cmake", "--build", str(tree / "build"), "--target", "core_tests", "--parallel", str(jobs)], log)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=pathlib.Path, required=True, help="the project's root")
    parser.add_argument("--log", type=pathlib.Path, required=True, help="file for what compilers and tests say")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    options.log.parent.mkdir(parents=True, exist_ok=True)
    options.log.write_bytes(b"")
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        copy_tree(options.source, tree)
        configure = ["cmake", "-G", "Ninja", "-S", folder, "-B", f"{folder}/build", "-DCMAKE_BUILD_TYPE=Release", "-DSGAN_BUILD_TRAINER=OFF"]
        tests = [str(tree / "build/tests/core/core_tests"), "--gtest_brief=1", "--gtest_fail_fast"]
        if run(configure, options.log) or build(tree, options.jobs, options.log) or run(tests, options.log):
            sys.exit(f"mutations: the unbroken core does not pass its tests; see {options.log}")
        unnoticed = 0
        for what, name, found, put in MUTATIONS:
            file = tree / "shared/src" / name
            text = file.read_text()
            if text.count(found) != 1:
                outcome = "its place is not in the source any more: mend mutations.py"
            else:
                file.write_text(text.replace(found, put))
                if build(tree, options.jobs, options.log):
                    outcome = "does not compile: mend mutations.py"
                else:
                    outcome = "noticed" if run(tests, options.log) else "NOT NOTICED"
                file.write_text(text)
            unnoticed += outcome != "noticed"
            print(f"{what:58} {outcome}", flush=True)
    print(f"{len(MUTATIONS) - unnoticed} of {len(MUTATIONS)} noticed")
    sys.exit(1 if unnoticed else 0)


if __name__ == "__main__":
    main()
