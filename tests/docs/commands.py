"""Runs the commands that the documents tell people to type, each block in a folder that looks like a clone.

The programs are the real ones, on a small data set and for one epoch a run, so that later commands find what earlier ones
made. Of make, cmake and scripts it is only seen that the targets, presets and files exist. Blocks that need what is not here (a GPU,
torchrun) are skipped.
"""

import argparse
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tempfile

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/*.md", "docs/*/README.md")
# (words of a block, the command that must succeed or it is skipped). Debian 12 has a torchrun that fails with its own Python.
NEEDED = (("--device cuda", ("nvidia-smi",)), ("torchrun", ("torchrun", "--nproc_per_node", "1", "--no_python", "true")))
SKIPPED = 77

# Replaces the data set and the number of epochs in the arguments.
SMALLER = """arguments=() before=
for argument; do
  [[ $before == --data ]] && argument=$SMALL
  [[ $before == --epochs ]] && argument=1
  arguments+=("$argument")
  before=$argument
done
"""
PROGRAMS = {
    "build/bin/sgan": SMALLER + 'exec "$SGAN" "${arguments[@]}"',
    "build/bin/sgan-train": SMALLER + '[[ $1 == report ]] || arguments+=(--device cpu --sample-every 0)\n'
                                         '[[ $1 == report || " $* " == *" --epochs "* ]] || arguments+=(--epochs 1)\n'
                                         'exec "$TRAINER" "${arguments[@]}"',
    "path/make": """/usr/bin/make --dry-run -C "$ROOT" "$@"
[[ $1 == train ]] || exit 0
run=runs/mnist options=
for argument; do
  case $argument in
    RUN=*) run=${argument#*=} ;;
    ARGS=*) options=${argument#*=} ;;
  esac
done
build/bin/sgan-train --data - --out "$run" $options""",
    "path/cmake": 'for ((i = 1; i < $#; i++)); do\n'
                  '  j=$((i + 1))\n'
                  '  if [[ ${!i} == --preset ]]; then grep -q "\\"name\\": \\"${!j}\\"" "$ROOT/CMakePresets.json" || exit 1; fi\n'
                  '  if [[ ${!i} == --component ]]; then grep -rqw "COMPONENT ${!j}" "$ROOT"/cmake "$ROOT"/native || exit 1; fi\n'
                  'done',
}


PROGRAMS["path/ctest"] = PROGRAMS["path/cmake"]


def blocks(text):
    """[(number of its first line, the commands)] of the fenced blocks of shell commands."""
    return [(text[:match.start(1)].count("\n") + 1, match.group(1)) for match in re.finditer(r"^```sh\n(.*?)^```", text, re.S | re.M)]


def write_program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/usr/bin/env bash\nset -euo pipefail\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def make_clone(folder, root):
    """What the commands name of a clone."""
    for name, text in PROGRAMS.items():
        write_program(folder / name, text)
    for script in (root / "scripts").glob("*.sh"):
        write_program(folder / "scripts" / script.name, "exit 0")
    shutil.copytree(root / "web/weights", folder / "web/weights")
    (folder / "native/evaluate").mkdir(parents=True)
    (folder / "build/data").mkdir(parents=True)
    shutil.copy(root / "web/weights/reference.safetensors", folder / "mine.safetensors")  # the reader's own


def environment(folder, options, small):
    return {**os.environ, "PATH": f"{folder / 'path'}:{os.environ['PATH']}", "HOME": str(folder / "home"), "ROOT": str(options.root.resolve()),
            "SGAN": str(options.sgan.resolve()), "TRAINER": str(options.trainer.resolve()), "SMALL": str(small), "MAKEFLAGS": "", "OMP_NUM_THREADS": "1"}


def succeeds(command):
    return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


def missing_for(commands):
    return next((command[0] for words, command in NEEDED if words in commands and not succeeds(command)), None)


def run_block(commands, folder, variables):
    """None, or what went wrong."""
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", timeout=300, check=False)
    if done.returncode == 0:
        return None
    return f"status {done.returncode}: " + " | ".join(done.stdout.strip().splitlines()[-3:])


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, required=True, help="the project's root")
    parser.add_argument("--trainer", type=pathlib.Path, required=True, help="the program sgan-train")
    parser.add_argument("--sgan", type=pathlib.Path, required=True, help="the program sgan")
    parser.add_argument("documents", nargs="*", help="default: all")
    return parser.parse_args()


def main():
    options = parse()
    data = options.root / "build/data/mnist"
    if not any(data.glob("train-images*")):
        print("docs: skipped: build/data/mnist is missing; scripts/fetch-mnist.sh gets it")
        sys.exit(SKIPPED)
    sys.path.insert(0, str(options.root / "tests/bench/train"))
    import idx  # pylint: disable=import-outside-toplevel
    failed = run = 0
    with tempfile.TemporaryDirectory() as folder:
        small = idx.cut(data, pathlib.Path(folder) / "small", 240, 100)
        names = options.documents or sorted(str(path.relative_to(options.root)) for pattern in DOCUMENTS for path in options.root.glob(pattern))
        for name in names:
            clone = pathlib.Path(folder) / "clone"
            make_clone(clone, options.root)
            for line, commands in blocks((options.root / name).read_text()):
                tool = missing_for(commands)
                problem = None if tool else run_block(commands.replace("DIR", "build/data/mnist").replace("RUN ", "runs/mine "), clone, environment(clone, options, small))
                print(f"{name}:{line}: {'skipped: no working ' + tool if tool else problem or 'ok'}", flush=True)
                run += not tool
                failed += problem is not None
            shutil.rmtree(clone)
    print(f"docs: {run} blocks of commands, {failed} wrong")
    sys.exit(1 if failed or not run else 0)


if __name__ == "__main__":
    main()
