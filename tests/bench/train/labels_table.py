"""What a generator is worth where labels are few: test accuracy by number of labels, with and without one.

Trains every recipe with every number of labels and several draws of them, one run after the other, and writes each result
as a line of RECORDS at once: stopped at any time, it goes on where it was, in the middle of a run too. Then it writes the
table (Markdown), the plot (PNG) and the data for the page (JSON) from all records there are.
"""

import argparse
import dataclasses
import json
import pathlib
import shutil

from experiment import ExperimentError, add_places, append_record, cell, mean_and_spread, publish, read_records, run, train

# Odena, "Semi-supervised learning with generative adversarial networks", 2016, table 1.
PUBLISHED = {"Odena 2016, SGAN": {25: 0.802, 50: 0.883, 100: 0.928, 1000: 0.964},
             "Odena 2016, no generator": {25: 0.750, 50: 0.859, 100: 0.895, 1000: 0.965}}
KEYS = ("recipe", "labels", "draw")


@dataclasses.dataclass(frozen=True)
class Recipe:
    name: str      # as the records have it
    title: str     # as people read it
    options: tuple

    def arguments(self, labels, options):
        """Of sgan-train, without folders."""
        epochs = options.epochs if "--baseline" not in self.options else baseline_epochs(labels)
        given = ("--generator", str(options.generator)) if "classifier" in self.options else ()
        return [*self.options, *given, "--labels", str(labels), "--epochs", str(epochs)]


# The generator beside the classifier has seen no label: that of a run of the preset dcgan. No drawn digits: they are labels too.
RECIPES = (
    Recipe("classifier", "with generator", ("--preset", "classifier", "--drawn-share", "0")),
    Recipe("sgan", "preset `sgan`", ("--preset", "sgan")),
    Recipe("baseline", "same network, no generator",
           ("--preset", "conditional", "--baseline", "--discriminator-norm", "batch")),
)


def baseline_epochs(labels):
    """Enough steps for a network that sees nothing but the labelled images: their epochs are short."""
    return max(20, 20_000 // (labels + 50))


def test_accuracy(folder):
    for line in reversed((folder / "metrics.jsonl").read_text().splitlines()):
        record = json.loads(line)
        if record["type"] == "test":
            return record["test_accuracy"]
    raise ExperimentError(f"{folder}/metrics.jsonl has no test figure")


def without_generator(arguments):
    """Where its file lies says nothing of what it is."""
    place = arguments.index("--generator") if "--generator" in arguments else len(arguments)
    return arguments[:place] + arguments[place + 2:]


def read(options):
    """The records; refuses those of a recipe that is asked for if these options would make them otherwise."""
    recipes = {recipe.name: recipe for recipe in RECIPES if recipe.name in options.recipes}
    for (name, labels, draw), made in read_records(options.records, KEYS, "options", list).items():
        if name in recipes and without_generator(made) != without_generator(recipes[name].arguments(labels, options)):
            raise ExperimentError(f"{options.records}: {name}, {labels} labels, draw {draw} was made with other options "
                                  f"({' '.join(made)}); name another --records, --document, --page and --plot")
    return read_records(options.records, KEYS, "test_accuracy")


def fill(options, records):
    """Makes the records that are missing."""
    common = [str(options.trainer), "--data", str(options.data), "--threads", str(options.threads), "--sample-every", "0"]
    # Draw by draw, so that any stop leaves all with about as many.
    missing = [(recipe, labels, draw) for draw in range(1, options.draws + 1) for labels in options.labels
               for recipe in RECIPES if recipe.name in options.recipes and (recipe.name, labels, draw) not in records]
    if options.generator is None and any(recipe.name == "classifier" for recipe, _, _ in missing):
        train([*common, "--preset", "dcgan", "--epochs", str(options.epochs)], options.runs / "dcgan")
        options.generator = options.runs / "dcgan" / "model.safetensors"
    for recipe, labels, draw in missing:
        folder = options.runs / f"{recipe.name}-{labels}-{draw}"
        arguments = recipe.arguments(labels, options)
        train([*common, *arguments, "--label-seed", str(draw), "--seed", str(draw)], folder)
        accuracy = records[recipe.name, labels, draw] = test_accuracy(folder)
        record = {"recipe": recipe.name, "labels": labels, "draw": draw, "test_accuracy": accuracy, "options": arguments}
        append_record(options.records, record)
        print(f"{recipe.title}, {labels} labels, draw {draw}: {100 * accuracy:.2f}%", flush=True)
        shutil.rmtree(folder)


def summary(records, recipe, labels):
    """(mean, sample standard deviation or 0, number of draws), or None without a record"""
    return mean_and_spread([accuracy for (name, count, _), accuracy in records.items() if (name, count) == (recipe.name, labels)])


def table(records, counts):
    lines = ["| labels | " + " | ".join(str(count) for count in counts) + " |", "|---|" + "---:|" * len(counts)]
    for recipe in RECIPES:
        cells = []
        for count in counts:
            found = summary(records, recipe, count)
            cells.append(cell(found and (100 * found[0], 100 * found[1], found[2]), "%"))
        if any(cells):
            lines.append(f"| {recipe.title} | " + " | ".join(cells) + " |")
    for title, figures in PUBLISHED.items():
        lines.append(f"| {title} | " + " | ".join(f"{100 * figures[c]:.1f}%" if c in figures else "" for c in counts) + " |")
    return "\n".join(lines)


def series(records, counts):
    """What the page's plot reads."""
    rows = []
    for recipe in RECIPES:
        found = [summary(records, recipe, count) for count in counts]
        if any(found):
            rows.append({"name": recipe.title.replace("`", ""), "mean": [f and round(f[0], 5) for f in found],
                         "spread": [f and round(f[1], 5) for f in found]})
    rows += [{"name": title, "mean": [figures.get(count) for count in counts]} for title, figures in PUBLISHED.items()]
    return {"schema": 1, "labels": counts, "series": rows}


def plot(data, path):
    import matplotlib  # only here: the records and tables need none
    matplotlib.use("Agg")
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(figsize=(7, 4), dpi=120)
    for row in data["series"]:
        spread = row.get("spread", [0] * len(row["mean"]))
        points = [(x, y, s) for x, y, s in zip(data["labels"], row["mean"], spread) if y is not None]
        axes.errorbar(*zip(*[(x, 100 * y) for x, y, _ in points]), yerr=[100 * s for _, _, s in points], marker="o", capsize=3,
                      label=row["name"], linestyle="-" if "spread" in row else ":")
    axes.set(xscale="log", xlabel="labels", ylabel="test accuracy, %")
    axes.set_xticks(data["labels"], [str(count) for count in data["labels"]])
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right", fontsize=8)
    figure.savefig(path, bbox_inches="tight")


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    add_places(parser)
    parser.add_argument("--generator", type=pathlib.Path, help="weights of a run of the preset dcgan; without, one is trained")
    parser.add_argument("--recipes", nargs="*", default=[recipe.name for recipe in RECIPES], choices=[r.name for r in RECIPES])
    parser.add_argument("--labels", nargs="+", type=int, default=[25, 50, 100, 1000])
    parser.add_argument("--draws", type=int, default=5, help="of the labelled images, each with a seed of its own")
    parser.add_argument("--epochs", type=int, default=5, help="of the runs that see all images")
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    options.runs.mkdir(parents=True, exist_ok=True)
    options.records.parent.mkdir(parents=True, exist_ok=True)
    records = read(options)
    fill(options, records)
    counts = sorted({labels for _, labels, _ in records})
    if not counts:
        raise ExperimentError(f"{options.records} has no records yet: name --recipes to train")
    publish(options, "labels table", table(records, counts), series(records, counts), plot)


if __name__ == "__main__":
    run(main, "labels-table")
