"""Shows that a killed run of sgan-train, resumed, ends as one that nobody disturbed.

One run goes through undisturbed; a second one with the same options is killed with SIGKILL at random moments, from its
start to its last file, and resumed until it has been killed often enough and ends by itself. Then the weights and the
metrics of both must be the same, byte for byte. CPU, fp32, a small data set of real images.
"""

import argparse
import dataclasses
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import idx

TRAIN_IMAGES, TEST_IMAGES = 480, 64
COMPARED = ("model.safetensors", "metrics.jsonl")


class RunError(Exception):
    """One line about a run that went another way than it should."""


class Program:
    """sgan-train with the options of this test."""

    def __init__(self, options, data):
        self.command = [str(options.trainer), "--data", str(data), "--preset", options.preset, "--epochs", str(options.epochs),
                        "--batch-size", "16", "--seed", "1", "--device", "cpu", "--precision", "fp32", "--threads", str(options.threads),
                        "--log-every", "7", "--checkpoint-every", "5", "--sample-every", "40"]
        if options.preset != "reference":
            self.command += ["--labels", "100", "--validation", "96"]

    def start(self, folder, resume):
        command = [*self.command, "--out", str(folder), *(["--resume"] if resume else [])]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def finish(self, process, patience):
        """Waits until the process ends or `patience` seconds are over; then it is killed. Returns whether it ended."""
        try:
            _, said = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            _, said = process.communicate()
        if process.returncode == -signal.SIGKILL:
            return False
        if process.returncode != 0:
            raise RunError(f"exit status {process.returncode}: {(said.strip().splitlines() or ['no message'])[-1]}")
        return True


def lines_written(folder):
    """Lines of metrics so far: a sign of where a kill struck."""
    try:
        return (folder / "metrics.jsonl").read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


@dataclasses.dataclass
class Pace:
    """How long an undisturbed run takes, in seconds."""

    startup: float  # until its first checkpoint
    epoch: float


def draw_life(pace, generator):
    """Seconds until the next kill. A fifth of the lives end before the run goes on, two fifths within its first steps
    (short lives make slow progress, so that the run lasts for all kills), and two fifths may see the end of an epoch,
    where most files are written."""
    kind = generator.random()
    if kind < 0.2:
        return generator.uniform(0, pace.startup)
    return pace.startup + generator.uniform(0, pace.epoch * (0.3 if kind < 0.6 else 2))


def can_resume(folder):
    return any(folder.glob("checkpoint/*.ckpt"))


def disturb(program, folder, kills, pace, generator):
    """Kills and resumes a run `kills` times and lets it end. Returns how often it came to its end before that."""
    done, ends = 0, 0
    while done < kills:
        if not can_resume(folder):
            shutil.rmtree(folder, ignore_errors=True)  # killed before there was anything to go on with
        if program.finish(program.start(folder, can_resume(folder)), draw_life(pace, generator)):
            compare(folder, program.expected)
            shutil.rmtree(folder)  # the same once more, so that every kill counts
            ends += 1
            if ends > kills:
                raise RunError("the run ends before it can be killed; a larger --epochs gives it more to do")
            continue
        done += 1
        if done % 10 == 0:
            print(f"kill-resume: {done} kills, {lines_written(folder)} lines of metrics", flush=True)
    if not can_resume(folder):
        shutil.rmtree(folder, ignore_errors=True)
    if not program.finish(program.start(folder, can_resume(folder)), None):
        raise RunError("somebody else killed the run")
    return ends


def compare(ours, theirs):
    for name in COMPARED:
        a, b = (ours / name).read_bytes(), (theirs / name).read_bytes()
        if a == b:
            continue
        place = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
        raise RunError(f"{name} differs from the undisturbed run's at byte {place} (sizes {len(a)} and {len(b)})")


def leftovers(folder, expected):
    """Files that an undisturbed run does not have, such as the temporary ones of an interrupted write."""
    names = lambda root: {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
    return sorted(map(str, names(folder) - names(expected)))


def watch(program, folder, epochs):
    """The undisturbed run. Returns its Pace."""
    start = time.perf_counter()
    process = program.start(folder, False)
    while process.poll() is None and not can_resume(folder):
        time.sleep(0.01)
    startup = time.perf_counter() - start
    program.finish(process, None)
    length = time.perf_counter() - start
    print(f"kill-resume: undisturbed run: {length:.1f} s, {startup:.1f} s of them to start, {lines_written(folder)} lines of metrics", flush=True)
    return Pace(startup, (length - startup) / epochs)


def check(options, folder):
    program = Program(options, idx.cut(options.data, folder / "data", TRAIN_IMAGES, TEST_IMAGES))
    program.expected, disturbed = folder / "undisturbed", folder / "disturbed"
    print(f"kill-resume: seed {options.seed}", flush=True)
    pace = watch(program, program.expected, options.epochs)
    ends = disturb(program, disturbed, options.kills, pace, random.Random(options.seed))
    compare(disturbed, program.expected)
    return ends, leftovers(disturbed, program.expected)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of MNIST's raw IDX files")
    parser.add_argument("--trainer", type=pathlib.Path, required=True, help="the program sgan-train")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32), help="of the moments; default: drawn")
    parser.add_argument("--preset", default="conditional")
    parser.add_argument("--epochs", type=int, default=0, help="0: so many that one run lasts for all kills")
    parser.add_argument("--threads", type=int, default=0, help="0: one per core")
    options = parser.parse_args()
    options.epochs = options.epochs or max(2, options.kills * 3 // 10)
    return options


def main():
    options = parse()
    start = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory() as folder:
            ends, left = check(options, pathlib.Path(folder))
    except (RunError, OSError, ValueError) as error:
        sys.exit(f"kill-resume: seed {options.seed}: {error}")
    if left:
        print(f"kill-resume: left behind by the kills: {len(left)} files, such as {left[0]}")
    print(f"kill-resume: ok: {options.kills} kills in {ends + 1} run{'s' if ends else ''}, then the same {' and '.join(COMPARED)} "
          f"as undisturbed, byte for byte ({time.perf_counter() - start:.0f} s)")


if __name__ == "__main__":
    main()
