"""Writes small data sets in MNIST's layout, cut out of a whole one."""

import gzip
import pathlib
import struct

FILES = {("train", 3): "train-images-idx3-ubyte", ("train", 1): "train-labels-idx1-ubyte",
         ("t10k", 3): "t10k-images-idx3-ubyte", ("t10k", 1): "t10k-labels-idx1-ubyte"}


def open_either(path):
    return open(path, "rb") if path.exists() else gzip.open(f"{path}.gz", "rb")


def cut(source, target, train, test):
    """The first `train` and `test` images of `source`, raw or .gz, with their labels, as a folder `target`."""
    target = pathlib.Path(target)
    target.mkdir(parents=True, exist_ok=True)
    for (split, dimensions), name in FILES.items():
        count = train if split == "train" else test
        with open_either(pathlib.Path(source) / name) as file:
            magic = file.read(4)
            shape = list(struct.unpack(f">{dimensions}I", file.read(4 * dimensions)))
            if count > shape[0]:
                raise ValueError(f"{pathlib.Path(source) / name}: {count} images are wanted, {shape[0]} are there")
            size = 1
            for side in shape[1:]:
                size *= side
            body = file.read(count * size)
        (target / name).write_bytes(magic + struct.pack(f">{dimensions}I", count, *shape[1:]) + body)
    return target
