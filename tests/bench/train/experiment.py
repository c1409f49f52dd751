"""What the experiments share: runs that go on where they were stopped, records, and a place in a document."""

import json
import pathlib
import shutil
import statistics
import subprocess
import sys


class ExperimentError(Exception):
    """One line about what went wrong."""


def add_places(parser, **more):
    """The files and folders that every experiment is told, and more of its own."""
    places = {"data": "folder of MNIST's IDX files", "trainer": "sgan-train", "runs": "folder for the runs",
              "records": "results, one JSON object a line", "page": "the table as JSON for the page",
              "document": "Markdown file that the table goes into", "plot": "PNG file", **more}
    for name, text in places.items():
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True, help=text)


def output_of(command):
    """What a program writes; its last line on stderr becomes the message if it fails."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode != 0:
        raise ExperimentError(f"{pathlib.Path(command[0]).name}: {(ended.stderr.strip().splitlines() or ['no message'])[-1]}")
    return ended.stdout


def train(command, run):
    """Runs sgan-train to its end, on from where it was stopped."""
    resume = ["--resume"] if any(run.glob("checkpoint/*.ckpt")) else []
    if not resume:
        shutil.rmtree(run, ignore_errors=True)  # stopped before there was anything to go on with
    try:
        output_of([*command, "--out", str(run), *resume])
    except ExperimentError as error:
        raise ExperimentError(f"{run}: {error}") from None
    # A trainer that is asked to stop saves its state and calls that a success; its model is then an earlier epoch's.
    wanted, done = int(command[command.index("--epochs") + 1]), epochs_done(run)
    if done != wanted:
        raise ExperimentError(f"{run}: ended after {done} epochs, not {wanted}")


def epochs_done(run):
    """Whole epochs in a run's metrics."""
    records = map(json.loads, (run / "metrics.jsonl").read_text().splitlines())
    return max((record["epoch"] + 1 for record in records if record["type"] == "epoch"), default=0)


def read_records(path, key_names, value_name, kind=float):
    """{(one value for each of key_names): value as that kind}, from a file with one JSON object a line"""
    if not path.exists():
        return {}
    records = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            record = json.loads(line)
            records[tuple(record[name] for name in key_names)] = kind(record[value_name])
        except (ValueError, KeyError, TypeError) as error:
            raise ExperimentError(f"{path}, line {number}: not a record of this program ({error})") from None
    return records


def append_record(path, record):
    with path.open("a") as file:
        file.write(json.dumps(record) + "\n")


def mean_and_spread(values):
    """(mean, sample standard deviation or 0, number), or None without values"""
    if not values:
        return None
    return statistics.fmean(values), statistics.stdev(values) if len(values) > 1 else 0.0, len(values)


def cell(found, unit=""):
    """A table's cell of what mean_and_spread() found: "98.5% ± 0.1 (3)", of a single value without a spread."""
    if found is None:
        return ""
    mean, spread, count = found
    return f"{mean:.2f}{unit}" + (f" ± {spread:.2f}" if count > 1 else "") + f" ({count})"


def replace_between_marks(path, name, text):
    """Puts the text between <!-- name --> and <!-- end of name --> of a document."""
    begin_mark, end_mark = f"<!-- {name} -->", f"<!-- end of {name} -->"
    whole = path.read_text()
    begin, end = whole.find(begin_mark), whole.find(end_mark)
    if begin < 0 or end < begin:
        raise ExperimentError(f"{path} has no place for the table: {begin_mark} ... {end_mark}")
    path.write_text(whole[:begin] + begin_mark + "\n" + text + "\n" + whole[end:])


def publish(options, name, text, data, plot):
    """The table into the document, its data for the page, and its picture by plot(data, path)."""
    replace_between_marks(options.document, name, text)
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(json.dumps(data) + "\n")
    plot(data, options.plot)
    print(text)


def run(main, name):
    """A program's whole life."""
    try:
        main(sys.argv[1:])
    except (ExperimentError, OSError) as error:
        sys.exit(f"{name}: {error}")
