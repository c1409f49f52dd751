"""Runs the programs that are compared, one training run at a time, and reads what they record."""

import dataclasses
import json
import os
import pathlib
import subprocess
import tempfile
import time

ARTICLE = pathlib.Path(__file__).with_name("article.py")
NEVER = 1_000_000


class EngineError(Exception):
    """A program did not do what was asked; the message says which and why in one line."""


@dataclasses.dataclass
class Run:
    """One training run. Losses are of single steps, from the first one on."""

    ms: float  # per step, feeding included, without the first epoch
    d_losses: list
    g_losses: list
    peak_rss_mb: float
    seconds: float  # of the whole process
    version: str


@dataclasses.dataclass
class Plan:
    """What a run is to do: `epochs` times `steps` steps, of which the first epoch only warms up."""

    data: pathlib.Path
    steps: int
    epochs: int
    batch_size: int = 64
    device: str = "cpu"
    threads: int = 0
    seed: int = 1
    log_every: int = 1  # of sgan-train; the article's script logs each step


def run_process(command, folder):
    """Runs a command, returns (stdout, peak memory in MB, seconds)."""
    start = time.perf_counter()
    with open(folder / "stdout", "w+") as out, open(folder / "stderr", "w+") as err:
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=err)
        try:
            _, status, usage = os.wait4(process.pid, 0)  # the only way to the memory of this very process
        except BaseException:
            process.kill()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        out.seek(0)
        err.seek(0)
        if process.returncode != 0:
            said = [line for line in err.read().splitlines() if line.strip()] or [f"exit status {process.returncode}"]
            raise EngineError(f"{pathlib.Path(command[0]).name}: {said[-1]}")
        return out.read(), usage.ru_maxrss / 1024, seconds


def read_lines(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


class Article:
    """article.py under a Python that has PyTorch."""

    name = "article, eager PyTorch"
    precision = "fp32"

    def __init__(self, python):
        self.python = python

    def run(self, plan):
        with tempfile.TemporaryDirectory() as folder:
            text, memory, seconds = run_process(
                [self.python, ARTICLE, "--data", plan.data, "--steps", plan.steps * plan.epochs, "--batch-size", plan.batch_size,
                 "--device", plan.device, "--threads", plan.threads, "--seed", plan.seed], pathlib.Path(folder))
        lines = read_lines(text)
        steps = [line for line in lines if line["type"] == "step"]
        measured = steps[plan.steps if plan.epochs > 1 else 0:]
        return Run(ms=sum(step["ms"] for step in measured) / len(measured), d_losses=[step["d_loss"] for step in steps],
                   g_losses=[step["g_loss"] for step in steps], peak_rss_mb=memory, seconds=seconds,
                   version=f"PyTorch {lines[0]['torch']}")


class Trainer:
    """sgan-train with the preset `reference`, which is the article's recipe."""

    def __init__(self, program, precision):
        self.program, self.precision = program, precision
        self.name = f"sgan-train, {precision}"

    def run(self, plan, max_steps=0):
        """max_steps: ends the run there, in its first epoch; such a run has no time per step."""
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            command = [self.program, "--data", plan.data, "--out", folder / "run", "--preset", "reference",
                       "--epochs", plan.epochs, "--batch-size", plan.batch_size, "--seed", plan.seed,
                       "--device", plan.device, "--precision", self.precision, "--threads", plan.threads,
                       "--log-every", plan.log_every, "--sample-every", 0, "--checkpoint-every", NEVER]
            if max_steps:
                command += ["--max-steps", max_steps]
            text, memory, seconds = run_process(command, folder)
            metrics = read_lines((folder / "run/metrics.jsonl").read_text())
            timing = [] if max_steps else read_lines((folder / "run/timing.jsonl").read_text())
        steps = [line for line in metrics if line["type"] == "step"]
        return Run(ms=self.step_time(timing, plan) if timing else float("nan"), d_losses=[step["d_loss"] for step in steps],
                   g_losses=[step["g_loss"] for step in steps], peak_rss_mb=memory, seconds=seconds, version=self.version())

    def step_time(self, timing, plan):
        measured = [line for line in timing if line["epoch"] > 0 or plan.epochs == 1]
        steps = sum(line["steps"] for line in measured)
        if steps == 0:
            raise EngineError("sgan-train: timing.jsonl has no epoch to go by")
        return 1e3 * sum(line["seconds"] for line in measured) / steps

    def version(self):
        said = subprocess.run([self.program, "--version"], capture_output=True, text=True, check=True).stdout
        return said.strip().split(", ")[-1]
