"""What signals, sudden ends and a second trainer do to a run of sgan-train."""

import random
import shutil
import signal
import subprocess
import time

from fault_bench import FaultError, start_and_wait, unfinished_files


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
