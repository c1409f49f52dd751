#!/usr/bin/env python3
"""Spoils the small files in every way that comes to mind: bad_files.py FOLDER [COUNT] [SEED]

Writes COUNT files FOLDER/KIND/NUMBER-HOW.EXTENSION of the kinds weights, strokes, idx and png, seven in ten of them weights;
the same ones for the same seed. Some may still be good: a bit of a weight's value makes another value. Nothing that reads
one may crash, hang, or say nothing.
"""

import json
import pathlib
import random
import struct
import sys

from small_files import all_files

KINDS = {"weights": "safetensors", "strokes": "json", "idx": "idx", "png": "png"}


def flipped(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 1, 8, 64])):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def cut(data, rng):
    return data[:rng.randrange(len(data))]


def lengthened(data, rng):
    return data + rng.randbytes(rng.choice([1, 7, 4096]))


def overwritten(data, rng):
    at, size = rng.randrange(len(data)), rng.choice([1, 2, 4, 8, 32])
    filling = rng.choice([b"\0", b"\xff", b"\x80", b"\x7f", b"{", b"\n"])
    return data[:at] + filling * size + data[at + size:]


def spliced(data, rng):
    """A piece moved to another place."""
    first, second = sorted(rng.sample(range(len(data)), 2))
    return data[:first] + data[second:] + data[first:second]


def noise(_data, rng):
    return rng.randbytes(rng.choice([0, 1, 7, 8, 9, 1000]))


ANY = (flipped, cut, lengthened, overwritten, spliced, noise)


def split(data):
    """(header, data) of a safetensors file"""
    size = struct.unpack("<Q", data[:8])[0]
    return json.loads(data[8:8 + size]), data[8 + size:]


def joined(header, data, length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def of_header(change):
    """Changes a random tensor's entry in the header."""
    def spoil(data, rng):
        header, values = split(data)
        name = rng.choice([name for name in header if name != "__metadata__"])
        change(header, name, rng)
        return joined(header, values)
    spoil.__name__ = change.__name__
    return spoil


def swapped_shape(header, name, rng):
    other = rng.choice([key for key in header if key != "__metadata__"])
    header[name]["shape"], header[other]["shape"] = header[other]["shape"], header[name]["shape"]


def odd_shape(header, name, rng):
    header[name]["shape"] = rng.choice([[], [0], [-1], [2**63], [2**32, 2**32], [1] * 9, [1.5], "all", None, [[1]], [2**24, 2**24]])


def odd_offsets(header, name, rng):
    begin, end = header[name]["data_offsets"]
    header[name]["data_offsets"] = rng.choice([[-8, end], [end, begin], [begin + 1, end + 1], [begin], [begin, end, end], [0, 2**64], [2**64 - 1, 2**64 - 1],
                                               [begin, 1e9], [str(begin), str(end)], {}])


def other_dtype(header, name, rng):
    header[name]["dtype"] = rng.choice(["F32", "F16", "I8", "I64", "BF16", "F64", "", 32, None, "F32" * 1000])


def renamed(header, name, rng):
    header[rng.choice(["", "x" * 100_000, "generator.\n\x1b[31m", "generator.l9", "__metadata__", "\u0000", "discriminator." + "a." * 5000])] = header.pop(name)


def missing(header, name, _rng):
    del header[name]


def odd_metadata(header, _name, rng):
    header["__metadata__"] = rng.choice([
        {"bn_eps": "nan,nan,nan"}, {"bn_eps": "-1,-1,-1"}, {"bn_eps": "1e400,1,1"}, {"bn_eps": ""}, {"latent_dim": "999999999999"}, {"latent_dim": "-3"},
        {"latent_prior": "cauchy"}, {"conditional": "yes"}, {"conditional": "embed_mul"}, {"format_version": "2"}, {"class_names": ","}, {"a": 1}, [], "text", None,
        {"class_names": ",".join(["x" * 10_000] * 10)}, {f"key {i}": "\x1b]0;title\x07" for i in range(1000)}])


def not_finite(data, rng):
    header, values = split(data)
    tensors = [entry for name, entry in header.items() if name != "__metadata__" and entry["dtype"] != "I8"]
    begin, end = rng.choice(tensors)["data_offsets"]
    bad = rng.choice([b"\x00\x00\xc0\x7f", b"\x00\x00\x80\xff", b"\x00\x7c\x00\x7c", b"\xff\xff\x7f\x7f"])
    at = begin + 4 * rng.randrange((end - begin + 3) // 4)
    return joined(header, values[:at] + bad[:end - at] + values[at + 4:])


def huge_claim(data, rng):
    header, values = split(data)
    return joined(header, values, rng.choice([0, 1, 10**8, 10**8 + 1, 10**11, 2**63, 2**64 - 1]))


def json_bomb(_data, rng):
    return joined(rng.choice([b'{"a":' * 100_000, b"{" * 1_000_000, b'{"__metadata__":{' + b'"k":"v",' * 100_000 + b'"k":"v"}}', b'{"' + b"\\u0041" * 100_000 + b'":[]}',
                              b"[" * 1_000_000, b'{"a":{"dtype":"F32","shape":[' + b"1," * 100_000 + b'1],"data_offsets":[0,4]}}',
                              b"{" + b",".join(b'"t%d":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}' % i for i in range(50_000)) + b"}", b'{"\xff\xfe":1}']), b"")


def twice(data, _rng):
    header, values = split(data)
    text = json.dumps(header)
    return joined((text[:-1] + ", " + text[1:]).encode(), values)


WAYS = {
    "weights": (*ANY, *map(of_header, (swapped_shape, odd_shape, odd_offsets, other_dtype, renamed, missing, odd_metadata)), not_finite, huge_claim, json_bomb, twice),
    "strokes": ANY,
    "idx": ANY,
    "png": ANY,
}


def main(folder, count=1000, seed=1):
    rng, good = random.Random(seed), all_files()
    for number in range(count):
        kind = "weights" if number % 10 < 7 else list(KINDS)[number % 10 - 6]
        way = WAYS[kind][number // 10 % len(WAYS[kind])]
        data = way(rng.choice(list(good[kind].values())), rng)
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / kind / f"{number:04d}-{way.__name__}.{KINDS[kind]}").write_bytes(data)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        sys.exit("usage: bad_files.py FOLDER [COUNT] [SEED]")
    main(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:]))
