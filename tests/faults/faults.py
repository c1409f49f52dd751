"""Shows what the programs lose on a bad day: nothing.

Runs sgan-train and sgan with a fault made on purpose, one at a time: a call that fails, a full disk, a read-only folder, too
little memory, a clock that jumps, data that vanish, signals. Each time: one line that says what and where, no damage to
what was there, and a run that is resumed ends with the bits of an undisturbed one. Prints a table.
"""

import argparse
import dataclasses
import errno
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "bench/train"))
import idx  # noqa: E402

TRAIN_IMAGES, TEST_IMAGES = 64, 20
COMPARED = ("model.safetensors", "metrics.jsonl")
SKIPPED = 77


class FaultError(Exception):
    """One line about what was lost, or said wrongly."""


@dataclasses.dataclass
class Ended:
    status: int
    said: str  # on standard error

    def reason(self, program):
        """The one line of a failure."""
        lines = self.said.splitlines()
        if self.status <= 0 or len(lines) != 1 or not lines[0].startswith(program):
            raise FaultError(f"status {self.status}, and it says {self.said!r} where one line was expected")
        return lines[0]


class Bench:
    """The programs, a small data set, and what an undisturbed run leaves."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.data = idx.cut(options.data, folder / "data", TRAIN_IMAGES, TEST_IMAGES)
        self.expected = folder / "expected"
        ended = self.train(self.expected)
        if ended.status != 0:
            raise FaultError(f"the undisturbed run fails: {ended.said.strip()}")

    def environment(self, run, **more):
        return {**os.environ, "LD_PRELOAD": str(self.options.library), "SGAN_FAULT_FOLDER": str(run), **more}

    def command(self, run, device="cpu"):
        return [str(self.options.trainer), "--data", str(self.data), "--out", str(run), "--preset", "reference", "--epochs", "2", "--batch-size", "16",
                "--threads", "1", "--device", device, "--precision", "fp32", "--log-every", "1", "--checkpoint-every", "2", "--sample-every", "0", "--validation", "0"]

    def run(self, command, environment=None, limit=None):
        def before():
            if limit:
                resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        done = subprocess.run(command, env=environment, preexec_fn=before, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace",
                              timeout=300, check=False)
        return Ended(done.returncode, done.stderr)

    def train(self, run, environment=None, limit=None):
        return self.run(self.command(run), environment, limit)

    def finish(self, run):
        """Resumes a run, or begins it anew if it had not come to a checkpoint, and compares its end."""
        resumable = any(run.glob("checkpoint/*.ckpt"))
        if not resumable and run.exists():
            shutil.rmtree(run)
        ended = self.run([str(self.options.trainer), "--out", str(run), "--resume"]) if resumable else self.train(run)
        if ended.status != 0:
            raise FaultError(f"it does not go on: {ended.said.strip()}")
        for name in COMPARED:
            if (run / name).read_bytes() != (self.expected / name).read_bytes():
                raise FaultError(f"{name} differs from the undisturbed run's")
        for path in unfinished_files(run):
            raise FaultError(f"{path.name} was left behind")


def unfinished_files(run):
    """What io::write_file has not renamed yet."""
    return run.rglob("*.tmp-??????")


def spread(count, most, generator):
    """Up to `most` of the numbers 1 to count, the first and the last among them."""
    if count <= most:
        return range(1, count + 1)
    return sorted({1, count, *generator.sample(range(2, count), most - 2)})


def failing_calls(bench, options):
    """Every call that writes fails once, and every one from there on as on a full disk."""
    counts_file = bench.folder / "counts"
    run = bench.folder / "counted"
    bench.train(run, environment=bench.environment(run, SGAN_FAULT_COUNTS=str(counts_file)))
    counts = dict(line.split() for line in counts_file.read_text().splitlines())
    shutil.rmtree(run)
    generator, tried = random.Random(options.seed), 0
    for operation, error, lasting in (("create", errno.EROFS, " on"), ("append", errno.EACCES, ""), ("write", errno.ENOSPC, " on"), ("write", errno.EIO, ""),
                                      ("fsync", errno.EIO, ""), ("rename", errno.ENOSPC, "")):
        if int(counts[operation]) == 0:
            raise FaultError(f"no call of {operation} was seen")
        for number in spread(int(counts[operation]), options.most, generator):
            run = bench.folder / "run"
            fault = f"{operation} {number} {error}{lasting}"
            try:
                ended = bench.train(run, environment=bench.environment(run, SGAN_FAULT=fault))
                reason = ended.reason("sgan-train: ")
                if str(run) not in reason or os.strerror(error) not in reason:
                    raise FaultError(f"it says {reason!r}, without the path or the reason")
                bench.finish(run)
            except FaultError as problem:
                raise FaultError(f"fault \"{fault}\": {problem}") from problem
            shutil.rmtree(run, ignore_errors=True)
            tried += 1
    return f"{tried} calls of {len(counts)} kinds, each once"


def full_disk(bench, options):
    """A file system that is too small from the start, and one that somebody else fills."""
    disk, kept, refused = bench.folder / "disk", bench.folder / "kept", 0
    disk.mkdir()
    command = " ".join(f"'{word}'" for word in bench.command(disk / "run"))
    fill = f"until ls '{disk}'/run/checkpoint/*.ckpt >/dev/null 2>&1 || ! kill -0 $!; do sleep 0.01; done; dd if=/dev/zero of='{disk}/ballast' bs=16k 2>/dev/null; "
    for kilobytes, meanwhile in ((600, ""), (7000, ""), (100_000, fill))[1 if options.quick else 0:]:
        script = (f"mount -t tmpfs -o size={kilobytes}k none '{disk}' || exit 99; {command} & {meanwhile}wait $!; status=$?; rm -f '{disk}/ballast'; "
                  f"cp -r '{disk}/run' '{kept}' 2>/dev/null; exit $status")
        ended = bench.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script])
        if ended.status in (1, 99) and ("unshare:" in ended.said or "mount:" in ended.said):
            return "skipped: no file system can be mounted here"
        if ended.status != 0:
            refused += 1
            if not any(words in ended.reason("sgan-train: ") for words in ("MB free", "No space left")):
                raise FaultError(f"{kilobytes} kB: it says {ended.said!r}")
        if kept.exists():
            bench.finish(kept)
            shutil.rmtree(kept)
    if refused == 0:
        raise FaultError("no disk was too small")
    return f"{refused} stopped, with what they had saved"


def read_only_folder(bench, _options):
    """Nothing can be created: said before any training."""
    run = bench.folder / "read-only"
    reason = bench.train(run, environment=bench.environment(run, SGAN_FAULT=f"create 1 {errno.EROFS} on")).reason("sgan-train: ")
    shutil.rmtree(run, ignore_errors=True)
    return reason.replace(str(bench.folder), "...").removeprefix("sgan-train: ")


def little_memory(bench, options):
    """Address space for less and less."""
    tried, short = 0, 0
    for megabytes in (4000, 2000, 1400, 1100, 1000, 800, 700) if not options.quick else (1000,):
        run = bench.folder / "run"
        ended = bench.train(run, environment={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}, limit=megabytes << 20)
        if ended.status == 127:
            break  # the libraries themselves have no room
        tried += 1
        if ended.status != 0:
            short += 1
            if ended.status < 0:
                raise FaultError(f"{megabytes} MB: ended by signal {-ended.status}: {ended.said.strip()[-200:]!r}")
            ended.reason("sgan-train: ")
        bench.finish(run)
        shutil.rmtree(run)
    if short == 0:
        raise FaultError("no limit was too low")
    return f"{tried} limits, {short} too low"


def jumping_clock(bench, _options):
    """A year to and fro at every look at the clock."""
    run = bench.folder / "clock"
    ended = bench.train(run, environment=bench.environment(run, SGAN_FAULT_CLOCK="1"))
    if ended.status != 0:
        raise FaultError(ended.said.strip())
    bench.finish(run)
    return "the same bits"


def vanished_data(bench, _options):
    """The data go while it trains, and are missing when it is resumed."""
    run, away = bench.folder / "vanished", bench.folder / "away"
    process = start_and_wait(bench, run, "checkpoint/*.ckpt")
    bench.data.rename(away)
    _, said = process.communicate(timeout=300)
    if process.returncode != 0:
        raise FaultError(f"it does not keep what it has read: {said.strip()}")
    for newest in sorted(run.glob("checkpoint/*.ckpt"))[1:]:
        newest.unlink()  # as if it had been stopped before
    reason = bench.run([str(bench.options.trainer), "--out", str(run), "--resume"]).reason("sgan-train: ")
    away.rename(bench.data)
    if str(bench.data) not in reason:
        raise FaultError(f"it says {reason!r}")
    bench.finish(run)
    return reason.replace(str(bench.folder), "...").removeprefix("sgan-train: ")


def start_and_wait(bench, run, pattern):
    process = subprocess.Popen(bench.command(run), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not any(run.glob(pattern)):
        time.sleep(0.002)
    return process


def signals(bench, options):
    """SIGTERM, SIGINT and SIGKILL at random moments."""
    generator, tried = random.Random(options.seed), 0
    for number in range(max(3, options.most)):
        run = bench.folder / "run"
        process = subprocess.Popen(bench.command(run), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        kind = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)[number % 3]
        time.sleep(generator.uniform(0, 2 * options.length))
        process.send_signal(kind)
        process.communicate(timeout=300)
        bench.finish(run)
        shutil.rmtree(run)
        tried += 1
    return f"{tried} at random moments"


def killed_while_it_writes(bench, _options):
    """SIGKILL between the writing of a file and its renaming: who goes on takes the rest away."""
    run = bench.folder / "run"
    ended = bench.train(run, environment=bench.environment(run, SGAN_FAULT="rename 4 0 kill"))
    if ended.status != -signal.SIGKILL:
        raise FaultError(f"status {ended.status} where it should have been killed")
    left = [path.name for path in unfinished_files(run)]
    if not left:
        raise FaultError("nothing was left that the next run could take away")
    bench.finish(run)
    shutil.rmtree(run)
    return f"{left[0]} was left, and taken away"


def lost_lines(bench, _options):
    """What a disk has lost of the metrics that a checkpoint counts on: it says so, and what is left are whole lines."""
    run, metrics = bench.folder / "run", bench.folder / "run/metrics.jsonl"
    bench.train(run, environment=bench.environment(run, SGAN_FAULT="rename 4 0 kill"))  # the checkpoint is of two steps
    written = metrics.read_bytes()
    metrics.write_bytes(written[:written.index(b"\n") + 10])
    ended = bench.run([str(bench.options.trainer), "--out", str(run), "--resume"])
    if ended.status != 0 or f"{metrics}: some lines" not in ended.said:
        raise FaultError(f"status {ended.status}, and it says {ended.said!r}")
    expected = (bench.expected / "metrics.jsonl").read_bytes().splitlines()
    if metrics.read_bytes().splitlines() != [expected[0], *expected[2:]]:
        raise FaultError("it has other lines than the first and those of the steps since the checkpoint")
    if (run / "model.safetensors").read_bytes() != (bench.expected / "model.safetensors").read_bytes():
        raise FaultError("the model differs from the undisturbed run's")
    shutil.rmtree(run)
    return "said, and the same model"


def second_trainer(bench, _options):
    """Another sgan-train is to begin anew in the folder of one that is at work, held in the middle of it."""
    run = bench.folder / "run"
    first = start_and_wait(bench, run, "checkpoint/*.ckpt")
    first.send_signal(signal.SIGSTOP)
    try:
        reason = bench.run([*bench.command(run), "--overwrite"]).reason("sgan-train: ")
    finally:
        first.send_signal(signal.SIGCONT)
        first.communicate(timeout=300)
    if str(run) not in reason:
        raise FaultError(f"it says {reason!r}")
    bench.finish(run)
    shutil.rmtree(run)
    return reason.replace(str(bench.folder), "...").removeprefix("sgan-train: ")


def lost_gpu(bench, options):
    """LibTorch fails in the fifth step as it does when a GPU is lost."""
    run = bench.folder / "run"
    calls_per_step = 3  # of the loss that fails
    ended = bench.train(run, environment={**os.environ, "LD_PRELOAD": str(options.gpu_library), "SGAN_LOST_GPU": str(4 * calls_per_step + 1)})
    reason = ended.reason("sgan-train: ")
    if "CUDA error" not in reason or "--resume" not in reason:
        raise FaultError(f"it says {reason!r}")
    bench.finish(run)
    shutil.rmtree(run)
    return reason.removeprefix("sgan-train: ")


def no_gpu(bench, _options):
    """A GPU is asked for and there is none."""
    run = bench.folder / "gpu"
    ended = bench.run(bench.command(run, device="cuda"))
    if ended.status == 0:
        return "skipped: here is a GPU"
    if run.exists():
        raise FaultError("a run folder was made")
    return ended.reason("sgan-train: ").removeprefix("sgan-train: ")


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


FAULTS = (("calls that fail", failing_calls), ("full disk", full_disk), ("read-only folder", read_only_folder), ("little memory", little_memory),
          ("clock that jumps", jumping_clock), ("data that vanish", vanished_data), ("signals", signals),
          ("killed while it writes", killed_while_it_writes), ("lost lines", lost_lines), ("second trainer", second_trainer),
          ("lost GPU", lost_gpu), ("no GPU", no_gpu), ("sgan over an old file", program_writes))


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of MNIST's raw IDX files")
    parser.add_argument("--trainer", type=pathlib.Path, required=True, help="the program sgan-train")
    parser.add_argument("--sgan", type=pathlib.Path, required=True, help="the program sgan")
    parser.add_argument("--library", type=pathlib.Path, required=True, help="inject.cc as a library")
    parser.add_argument("--gpu-library", type=pathlib.Path, required=True, help="lost_gpu.cc as a library")
    parser.add_argument("--quick", action="store_true", help="fewer of each")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn")
    options = parser.parse_args()
    options.most = 2 if options.quick else 40
    return options


def main():
    options = parse()
    if not any(options.data.glob("train-images*")):
        print(f"faults: skipped: {options.data} has no MNIST; scripts/fetch-mnist.sh gets it")
        sys.exit(SKIPPED)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        bench = Bench(options, pathlib.Path(folder))
        options.length = time.perf_counter() - start
        for name, check in FAULTS:
            try:
                outcome = check(bench, options)
            except (FaultError, OSError, subprocess.TimeoutExpired) as problem:
                outcome = f"FAILED: {problem}"
                failed += 1
                shutil.rmtree(pathlib.Path(folder) / "run", ignore_errors=True)
            print(f"{name:22} {outcome}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
