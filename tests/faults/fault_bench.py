"""The programs, a small data set, and an undisturbed run to compare with."""

import dataclasses
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "bench/train"))
import idx  # noqa: E402

TRAIN_IMAGES, TEST_IMAGES = 64, 20
COMPARED = ("model.safetensors", "metrics.jsonl")


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


def start_and_wait(bench, run, pattern):
    process = subprocess.Popen(bench.command(run), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not any(run.glob(pattern)):
        time.sleep(0.002)
    return process
