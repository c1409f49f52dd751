#!/usr/bin/env python3
"""Makes small files of every kind that the programs read, all good: small_files.py FOLDER

FOLDER/KIND/NAME for the kinds weights, strokes, idx, png, link and page_json; the same bytes every time. Fuzzing begins
with them, and bad_files.py spoils them.
"""

import gzip
import json
import pathlib
import random
import struct
import sys
import zlib

CLASSES = 10


class Weights:
    """A network of FORMAT.md as small as can be, in a safetensors file."""

    def __init__(self, dtype, latent=2, side=1, channels=1, norms=False, metadata=None):
        self.random = random.Random(7)
        self.dtype, self.metadata, self.tensors = dtype, metadata or {}, []
        self.latent, self.channels, self.side = latent, channels, side
        self.matrix("generator.l1.0", channels * side * side, [latent])
        for layer, norm in (("2", "3"), ("6", "7")):
            self.matrix(f"generator.conv_blocks.{layer}", channels, [channels, 3, 3])
            if norms:
                self.norm(f"generator.conv_blocks.{norm}", channels)
        self.matrix("generator.conv_blocks.9", 1, [channels, 3, 3])
        inputs = 1
        for layer, norm in (("0", None), ("3", "6"), ("7", "10"), ("11", "14")):
            self.matrix(f"discriminator.conv_blocks.{layer}", channels, [inputs, 3, 3])
            if norms and norm:
                self.norm(f"discriminator.conv_blocks.{norm}", channels)
            inputs = channels
        size = 4 * side
        for _ in range(4):
            size = (size + 1) // 2
        self.matrix("discriminator.adv_layer.0", 1, [channels * size * size])
        self.matrix("discriminator.aux_layer.0", CLASSES + 1, [channels * size * size])

    def floats(self, name, shape, low=-1.0, high=1.0, dtype="F32"):
        count = 1
        for length in shape:
            count *= length
        values = [self.random.uniform(low, high) for _ in range(count)]
        kind = {"F32": "f", "F16": "e", "I8": "b"}[dtype]
        if dtype == "I8":
            values = [round(127 * value) for value in values]
        self.tensors.append((name, dtype, shape, struct.pack(f"<{count}{kind}", *values)))

    def matrix(self, name, out, rest):
        self.floats(f"{name}.weight", [out, *rest], dtype=self.dtype)
        if self.dtype == "I8":
            self.floats(f"{name}.weight.scale", [out], 0.01, 0.02)
        self.floats(f"{name}.bias", [out])

    def norm(self, name, channels):
        self.floats(f"{name}.weight", [channels], 0.5, 1.5)
        self.floats(f"{name}.bias", [channels])
        self.floats(f"{name}.running_mean", [channels])
        self.floats(f"{name}.running_var", [channels], 0.5, 1.5)

    def conditional(self):
        self.metadata |= {"conditional": "embed_mul", "latent_prior": "normal", "class_names": ",".join("abcdefghij")}
        self.floats("generator.label_emb.weight", [CLASSES, self.latent])
        self.floats("generator.directions", [self.latent, self.latent])
        self.floats("generator.directions_scale", [self.latent], 0.5, 1.0)
        return self

    def file(self):
        header, data = {}, b""
        if self.metadata:
            header["__metadata__"] = self.metadata
        for name, dtype, shape, values in self.tensors:
            header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
            data += values
        text = json.dumps(header, separators=(",", ":")).encode()
        return struct.pack("<Q", len(text)) + text + data


def weights_files():
    return {
        "f32": Weights("F32").file(),
        "f16-norms": Weights("F16", norms=True, channels=2, metadata={"bn_eps": "1e-5,0.8,0.8"}).file(),
        "i8-conditional": Weights("I8", side=2).conditional().file(),
        "f16-article-like": Weights("F16", latent=5, side=4, channels=3, norms=True).conditional().file(),
    }


def strokes_files():
    one = {"strokes": [[[0, 0], [3.5, -2], [1e3, 7]], [[5, 5]]]}
    return {name: json.dumps(value).encode() for name, value in {
        "one": one,
        "several": [one, {"strokes": [[[1, 1], [1, 9]]], "asked": 1, "read": {"digit": [1]}}],
        "dot": {"strokes": [[[4, 4]]]},
        "wide": {"strokes": [[[-1e30, 0], [1e30, 1e-30]]]},
        "no-strokes": {"strokes": []},
        "no-drawings": [],
    }.items()}


def idx_images(count, height, width):
    pixels = bytes((i * 37) % 256 for i in range(count * height * width))
    return struct.pack(">IIII", 0x803, count, height, width) + pixels


def idx_files():
    images = idx_images(2, 3, 4)
    labels = struct.pack(">II", 0x801, 5) + bytes([0, 1, 2, 9, 4])
    return {"images": images, "images.gz": gzip.compress(images, mtime=0), "labels": labels,
            "labels.gz": gzip.compress(labels, mtime=0)}


def png(width, height, channels, bits=8):
    """channels: 1 grey, 2 with alpha, 3 colours, 4 with alpha"""
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    row = (width * channels * bits + 7) // 8
    rows = b"".join(bytes([y % 5]) + bytes((x * 31 + y * 17) % 256 for x in range(row)) for y in range(height))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def png_files():
    return {"grey": png(28, 28, 1), "grey-1-bit": png(9, 5, 1, bits=1), "grey-alpha": png(4, 4, 2), "colours": png(6, 3, 3),
            "colours-alpha-16-bit": png(3, 3, 4, bits=16)}


def link_files():
    point = "gAAgAA" + "AA" * 3 + "__" + "AA" * 6
    return {name: value.encode() for name, value in {
        "sample": "tab=sample&seed=7&class=rows&side=10&variety=0.70&order=sure&least=0.50&tile=3",
        "explore": "tab=explore&seed=7&index=2&class=3&latent=gAAgAA",
        "way": f"tab=explore&seed=7&index=2&class=3&from={point}&to={point}&part=0.2500",
        "draw": "tab=draw",
        "nothing": "",
    }.items()}


def page_json_files():
    columns = {"epoch": [0, 1], "d_loss": [0.5, None], "g_loss": [1, 2], "accuracy": [0.9, 1], "validation_accuracy": [0.9, 1]}
    series = [{"name": "sgan", "mean": [0.8, None], "spread": [0.1, 0.2]}]
    return {name: json.dumps(value).encode() for name, value in {
        "history": {"schema": 1, "options": {"preset": "sgan"}, "epochs": columns, "grids": ["epoch_000.png", "epoch_001.png"],
                    "steps": {"step": [10, 20], "d_loss": [1, 2], "g_loss": [3, 4], "accuracy": [0.1, 0.2]}},
        "labels": {"schema": 1, "labels": [25, 50], "series": series},
        "fid": {"schema": 1, "epochs": [1, 2], "floor": 0.2, "series": series},
        "evaluation": {"test_accuracy": 0.99, "quality": {"fid": 0.4, "recall": 0.7}, "reject": {"others": {"auroc": 0.99}}},
        "settings": {"tab": "draw", "brush": 0.09, "side": 10, "variety": 0.7},
    }.items()}


def all_files():
    """{kind: {name: bytes}}"""
    return {"weights": weights_files(), "strokes": strokes_files(), "idx": idx_files(), "png": png_files(),
            "link": link_files(), "page_json": page_json_files()}


def main(folder):
    for kind, files in all_files().items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / kind / name).write_bytes(data)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: small_files.py FOLDER")
    main(pathlib.Path(sys.argv[1]))
