"""Compares sgan-train with the article's script in eager PyTorch, by turns on the same machine and data.

scripts/bench-train.sh installs and builds what this needs; gpu.sh calls it where there is a GPU.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

import idx
import plot
import report
from engines import Article, EngineError, Plan, Trainer

WATCHED = ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "asimd", "bf16")
EPOCHS = 4  # of a timed run; the first one does not count
TEST_IMAGES = 100  # sgan-train evaluates after each epoch, outside of what is timed
MEMORY_STEPS = 3  # enough for all that training allocates
GPU_LOG_EVERY = 50
NO_LIMIT = 1000  # epochs of a run that --max-steps ends


def say(text):
    print(f"bench-train: {text}", file=sys.stderr, flush=True)


def read_machine(device):
    """What the figures depend on."""
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    fields = dict(reversed([tuple(part.strip() for part in line.split(":", 1)) for line in lines if ":" in line]))
    flags = (fields.get("flags") or fields.get("Features") or "").split()
    machine = {"processor": fields.get("model name", platform.machine()), "cores": len(os.sched_getaffinity(0)),
               "instructions": [flag for flag in WATCHED if flag in flags], "system": platform.platform()}
    if device == "cuda":
        asked = subprocess.run(["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader"], capture_output=True, text=True)
        machine["gpu"] = (asked.stdout.splitlines() or ["unknown GPU"])[0]
    return machine


def warn_of_load():
    """Programs of several threads wait for each other in busy loops; where others compete, that says little of them."""
    load, cores = os.getloadavg()[0], len(os.sched_getaffinity(0))
    if load > cores / 2:
        say(f"warning: other work keeps this machine busy (load {load:.1f} on {cores} cores); the times will be long and unsteady")
    return load


def measure_rounds(engines, plan, rounds):
    """{engine: [Run, one a round]}"""
    runs = {engine: [] for engine in engines}
    for number in range(1, rounds + 1):
        for engine in engines:
            plan.seed = number
            runs[engine].append(engine.run(plan))
            say(f"round {number} of {rounds}: {engine.name}: {report.milliseconds(runs[engine][-1].ms)} ms per step")
    return runs


def measure_memory(engines, options):
    """{engine: MB} with the whole data set."""
    plan = Plan(options.data, MEMORY_STEPS, 1, options.batch_size, options.device, options.threads)
    return {engine: (engine.run(plan) if isinstance(engine, Article) else engine.run(plan, max_steps=MEMORY_STEPS)).peak_rss_mb
            for engine in engines}


def measure_curves(engines, options):
    """One long run of each on the whole data set: {engine: [Run]}"""
    steps = options.curve_steps
    runs = {}
    for engine in engines:
        say(f"{steps} steps: {engine.name}")
        plan = Plan(options.data, steps, 1, options.batch_size, options.device, options.threads)
        if isinstance(engine, Trainer):
            plan.epochs = NO_LIMIT
            runs[engine] = [engine.run(plan, max_steps=steps)]
        else:
            runs[engine] = [engine.run(plan)]
    return runs


def write_plot(path, runs, window):
    names = [engine.name for engine in runs]
    curves = [[report.curve(lot, losses, window) for lot in runs.values()] for losses in ("d_losses", "g_losses")]
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, plot.loss_curves(names, *curves, window))
    say(f"loss curves are in {path}")


def write(path, text):
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text)
    fresh.replace(path)


def distances(runs, window):
    """{name: {"d", "g"}} of each engine's mean curves to the script's."""
    if not runs:
        return {}
    (_, theirs), *ours = runs.items()
    return {engine.name: report.curve_distance(lot, theirs, window) for engine, lot in ours}


def compare(options, folder):
    engines = [Article(options.python), *(Trainer(options.trainer, precision) for precision in options.precisions.split(","))]
    data = idx.cut(options.data, folder / "data", options.steps * options.batch_size, TEST_IMAGES)
    # On a GPU each logged step waits for the device, which training as a user starts it does not do.
    log_every = 1 if options.device == "cpu" else GPU_LOG_EVERY
    plan = Plan(data, options.steps, EPOCHS, options.batch_size, options.device, options.threads, log_every=log_every)
    load = warn_of_load()
    say(f"{options.rounds} rounds of {options.steps * EPOCHS} steps each")
    runs = measure_rounds(engines, plan, options.rounds)
    memory = measure_memory(engines, options)
    baseline = runs[engines[0]]
    rows = [report.summarize(engine, runs[engine], baseline, options.batch_size, memory[engine]) for engine in engines]
    curve_runs, window = (runs if log_every == 1 else {}), options.steps
    if options.curve_steps:
        curve_runs, window = measure_curves(engines, options), max(1, options.curve_steps // 25)
        if options.plot:
            write_plot(options.plot, curve_runs, window)
    curves = distances(curve_runs, window)
    machine = {**read_machine(options.device), "load_before": load}
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "machine": machine,
        "settings": {"device": options.device, "batch_size": options.batch_size, "rounds": options.rounds, "threads": options.threads,
                     "warm_up_steps": options.steps, "measured_steps": options.steps * (EPOCHS - 1), "curve_window": window},
        "rows": rows, "curves": curves, "goals": report.check_goals(rows, curves, options.device, machine["instructions"]),
    }


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of MNIST's raw IDX files")
    parser.add_argument("--trainer", type=pathlib.Path, required=True, help="the program sgan-train")
    parser.add_argument("--python", default=sys.executable, help="a Python that has PyTorch")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="JSON file for the results")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--precisions", default="fp32,bf16", help="of sgan-train")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=20, help=f"in an epoch; a timed run has {EPOCHS} epochs")
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--threads", type=int, default=0, help="0: one per core")
    parser.add_argument("--curve-steps", type=int, default=0, help="length of one more run of each, to compare losses by; 0: by the timed runs")
    parser.add_argument("--plot", type=pathlib.Path, help="SVG file for the curves of those runs")
    return parser.parse_args()


def main():
    options = parse()
    try:
        with tempfile.TemporaryDirectory() as folder:
            results = compare(options, pathlib.Path(folder))
        options.out.parent.mkdir(parents=True, exist_ok=True)
        write(options.out, json.dumps(results, indent=1) + "\n")
    except (EngineError, OSError, ValueError, subprocess.SubprocessError) as error:
        sys.exit(f"bench-train: {error}")
    print(f"\n{report.report(results)}\n\nbench-train: results are in {options.out}")


if __name__ == "__main__":
    main()
