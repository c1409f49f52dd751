"""Failing calls while sgan writes over files that are there."""

import errno

from fault_bench import FaultError


def program_writes(bench, options):
    """sgan converts over a file that is there, and each of its calls fails once."""
    source, target = bench.expected / "model.safetensors", bench.folder / "target/model.safetensors"
    target.parent.mkdir()
    tried = 0
    for operation, error in (("create", errno.EACCES), ("write", errno.ENOSPC), ("fsync", errno.EIO), ("rename", errno.EXDEV)):
        target.write_bytes(b"what was there before")
        ended = bench.run([str(options.sgan), "convert", "--model", str(source), "--dtype", "i8", "--out", str(target)],
                          bench.environment(target.parent, SGAN_FAULT=f"{operation} 1 {error}"))
        if str(target) not in ended.reason("sgan convert: "):
            raise FaultError(f"{operation}: it says {ended.said!r}")
        if target.read_bytes() != b"what was there before" or len(list(target.parent.iterdir())) != 1:
            raise FaultError(f"{operation}: the file before is gone, or another was left")
        tried += 1
    return f"{tried + pair_is_written(bench, options)} calls, the old files stay"


def pair_is_written(bench, options):
    """sgan samples over images and labels that are there: both are new, or both old. How many calls failed."""
    folder, tried = bench.folder / "pair", 0
    folder.mkdir()
    command = [str(options.sgan), "sample", "--model", str(bench.expected / "model.safetensors"), "--count", "3", "--idx", str(folder / "set")]
    names = ("set-images-idx3-ubyte", "set-labels-idx1-ubyte")
    calls = [("create", 1), ("create", 2), ("write", 1), ("write", 2), ("fsync", 2), ("rename", 1), ("rename", 2), ("rename", 3), ("rename", 4)]
    for there_before in (True, False):
        for operation, number in calls if there_before else calls[:7]:
            for name in names:
                (folder / name).unlink(missing_ok=True)
                if there_before:
                    (folder / name).write_text("before")
            ended = bench.run(command, bench.environment(folder, SGAN_FAULT=f"{operation} {number} {errno.EIO}"))
            if str(folder) not in ended.reason("sgan sample: "):
                raise FaultError(f"{operation} {number}: it says {ended.said!r}")
            left = {path.name: path.read_text() for path in folder.iterdir()}
            if left != (dict.fromkeys(names, "before") if there_before else {}):
                raise FaultError(f"{operation} {number}: what is there is {sorted(left)}")
            tried += 1
    return tried
