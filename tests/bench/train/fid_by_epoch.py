"""Whether labels make better samples, sooner: FID after each epoch of a GAN with classes and of the same without.

Trains the presets `sgan` and `dcgan`, which differ in nothing else, with several seeds, measures each epoch's samples by
`sgan evaluate` and writes each result as a line of RECORDS at once: stopped at any time, it goes on where it was. Then it
writes the table (Markdown), the plot (PNG) and the data for the page (JSON) from all records there are.
"""

import argparse
import json
import pathlib
import shutil

from experiment import (ExperimentError, add_places, append_record, cell, mean_and_spread, output_of, publish, read_records, run,
                        train)

PRESETS = ("sgan", "dcgan")
SAMPLES = 10_000


def fill(options, records):
    """Makes the records that are missing, seed by seed, so that any stop leaves both presets with as many."""
    for seed in range(1, options.seeds + 1):
        for preset in PRESETS:
            folder = options.runs / f"{preset}-{seed}"
            common = [str(options.trainer), "--data", str(options.data), "--threads", str(options.threads), "--sample-every", "0",
                      "--preset", preset, "--seed", str(seed)]
            for epoch in range(1, options.epochs + 1):
                if (preset, seed, epoch) in records:
                    continue
                train([*common, "--epochs", str(epoch)], folder)
                report = json.loads(output_of([
                    str(options.sgan), "evaluate", "--model", str(folder / "model.safetensors"), "--data", str(options.data),
                    "--samples", str(SAMPLES), "--json"]))
                fid = records[preset, seed, epoch] = report["quality"]["fid"]
                append_record(options.records, {"preset": preset, "seed": seed, "epoch": epoch, "fid": fid,
                                                "floor": report["floor"]["fid"]})
                print(f"{preset}, seed {seed}, epoch {epoch}: FID {fid:.2f}", flush=True)
            shutil.rmtree(folder, ignore_errors=True)


def summary(records, preset, epoch):
    return mean_and_spread([fid for (name, _, e), fid in records.items() if (name, e) == (preset, epoch)])


def table(records, epochs):
    lines = ["| epochs | " + " | ".join(f"`{preset}`" for preset in PRESETS) + " |", "|---:|" + "---:|" * len(PRESETS)]
    for epoch in epochs:
        found = [summary(records, preset, epoch) for preset in PRESETS]
        lines.append(f"| {epoch} | " + " | ".join(map(cell, found)) + " |")
    return "\n".join(lines)


def series(records, epochs, floor):
    """What the page's plot reads: epochs that both presets have."""
    rows = []
    for preset in PRESETS:
        found = [summary(records, preset, epoch) for epoch in epochs]
        rows.append({"name": preset, "mean": [round(f[0], 4) for f in found], "spread": [round(f[1], 4) for f in found]})
    return {"schema": 1, "epoch": epochs, "floor": floor, "series": rows}


def plot(data, path):
    import matplotlib  # only here: the records and tables need none
    matplotlib.use("Agg")
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(figsize=(7, 4), dpi=120)
    for row in data["series"]:
        axes.errorbar(data["epoch"], row["mean"], yerr=row["spread"], marker="o", capsize=3, label=row["name"])
    axes.axhline(data["floor"], color="grey", linestyle=":", label="real against real images")
    axes.set(yscale="log", xlabel="epochs", ylabel="FID, evaluation network")
    axes.set_xticks(data["epoch"])
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(path, bbox_inches="tight")


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    add_places(parser, sgan="sgan")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    options.runs.mkdir(parents=True, exist_ok=True)
    options.records.parent.mkdir(parents=True, exist_ok=True)
    keys = ("preset", "seed", "epoch")
    records = read_records(options.records, keys, "fid")
    fill(options, records)
    floors = read_records(options.records, keys, "floor")
    epochs = sorted({epoch for _, _, epoch in records})
    both = [epoch for epoch in epochs if all(summary(records, preset, epoch) for preset in PRESETS)]
    if not both:
        raise ExperimentError(f"{options.records} has no epoch of both presets yet: ask for --seeds and --epochs")
    publish(options, "fid table", table(records, epochs), series(records, both, next(iter(floors.values()))), plot)


if __name__ == "__main__":
    run(main, "fid-table")
