"""Shows what the programs lose on a bad day: nothing.

Runs sgan-train and sgan with a fault made on purpose, one at a time: a call that fails, a full disk, a read-only folder, too
little memory, a clock that jumps, data that vanish, signals. Each time: one line that says what and where, no damage to
what was there, and a run that is resumed ends with the bits of an undisturbed one. Prints a table.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import process_faults
import program_faults
import system_faults
from fault_bench import Bench, FaultError

SKIPPED = 77

FAULTS = (
    ("calls that fail", system_faults.failing_calls),
    ("full disk", system_faults.full_disk),
    ("read-only folder", system_faults.read_only_folder),
    ("little memory", system_faults.little_memory),
    ("clock that jumps", system_faults.jumping_clock),
    ("data that vanish", system_faults.vanished_data),
    ("signals", process_faults.signals),
    ("killed while it writes", process_faults.killed_while_it_writes),
    ("lost lines", process_faults.lost_lines),
    ("second trainer", process_faults.second_trainer),
    ("lost GPU", system_faults.lost_gpu),
    ("no GPU", system_faults.no_gpu),
    ("sgan over an old file", program_faults.program_writes),
)


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
