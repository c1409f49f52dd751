"""Whether the table of label budgets trains what is missing, once, and counts right."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import labels_table
from experiment import ExperimentError, read_records

# Reads 90% of the test images, one in a thousand more for each draw, and leaves its arguments.
TRAINER = """
import json, pathlib, sys
arguments = sys.argv[1:]
value = lambda name: arguments[arguments.index(name) + 1]
run = pathlib.Path(value("--out"))
if "--label-seed" in arguments and value("--label-seed") == "3":
    sys.exit("sgan-train: no disk")
run.mkdir(parents=True)
with open(run.parent / "calls", "a") as calls:
    calls.write(json.dumps(arguments) + "\\n")
accuracy = 0.9 + (int(value("--label-seed")) if "--label-seed" in arguments else 0) / 1000
lines = [{"type": "epoch", "epoch": int(value("--epochs")) - 1}, {"type": "test", "test_accuracy": accuracy}]
(run / "metrics.jsonl").write_text("\\n".join(map(json.dumps, lines)))
"""


class LabelsTable(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        trainer = self.folder / "trainer"
        trainer.write_text(f"#!{sys.executable}\n{TRAINER}")
        trainer.chmod(0o755)

    def options(self, *more):
        places = {"data": "data", "trainer": "trainer", "runs": "runs", "records": "records.jsonl", "page": "page.json",
                  "document": "document.md", "plot": "plot.png"}
        arguments = [word for name, place in places.items() for word in (f"--{name}", str(self.folder / place))]
        options = labels_table.parse([*arguments, *more])
        options.runs.mkdir(exist_ok=True)
        return options

    def fill(self, *more):
        options = self.options(*more)
        records = labels_table.read(options)
        with contextlib.redirect_stdout(io.StringIO()):
            labels_table.fill(options, records)
        return records

    def calls(self):
        return [json.loads(line) for line in (self.folder / "runs/calls").read_text().splitlines()]

    def test_every_recipe_is_trained_once_with_each_draw(self):
        records = self.fill("--labels", "25", "100", "--draws", "2")
        self.assertEqual(len(records), 3 * 2 * 2)
        self.assertAlmostEqual(records["sgan", 100, 2], 0.902)
        self.assertEqual(len(self.calls()), 13)
        first, generator = self.calls()[0], self.folder / "runs/dcgan/model.safetensors"
        self.assertEqual(first[first.index("--preset") + 1], "dcgan", "a generator that has seen no label comes first")
        given = [call[call.index("--generator") + 1] for call in self.calls() if "--generator" in call]
        self.assertEqual(given, [str(generator)] * 4)
        self.assertEqual(self.fill("--labels", "25", "100", "--draws", "2"), records)
        self.assertEqual(len(self.calls()), 13, "what is recorded is not trained again")
        self.assertEqual(list(self.folder.glob("runs/*-*")), [], "no run is left")

    def test_a_generator_of_ones_own_is_taken_as_it_is(self):
        self.fill("--labels", "25", "--draws", "1", "--recipes", "classifier", "--generator", "mine")
        self.assertEqual(len(self.calls()), 1)
        self.assertEqual(self.calls()[0][self.calls()[0].index("--generator") + 1], "mine")

    def test_records_of_other_options_are_refused(self):
        self.fill("--labels", "25", "--draws", "1")
        with self.assertRaisesRegex(ExperimentError, "records.jsonl: .*, 25 labels, draw 1 .*--epochs 5"):
            self.fill("--labels", "100", "--draws", "2", "--epochs", "7")
        self.assertEqual(len(self.calls()), 4, "nothing is trained that cannot stand beside the others")
        self.fill("--labels", "25", "--draws", "1", "--recipes", "baseline", "--epochs", "7")
        self.fill("--labels", "25", "--draws", "1", "--generator", "the same elsewhere")
        self.assertEqual(len(self.calls()), 4)

    def test_no_recipe_sees_more_labels_than_it_says(self):
        self.fill("--labels", "50", "--draws", "1")
        for arguments in (call for call in self.calls() if "dcgan" not in call):
            self.assertEqual(arguments[arguments.index("--labels") + 1], "50")
            if "classifier" in arguments:
                self.assertEqual(arguments[arguments.index("--drawn-share") + 1], "0")

    def test_a_failed_run_ends_it_and_keeps_what_was_done(self):
        with self.assertRaisesRegex(ExperimentError, "no disk"):
            self.fill("--labels", "25", "--draws", "3", "--recipes", "sgan")
        self.assertEqual(len(read_records(self.folder / "records.jsonl", labels_table.KEYS, "test_accuracy")), 2)

    def test_means_and_spreads(self):
        records = {("classifier", 25, 1): 0.95, ("classifier", 25, 2): 0.97, ("baseline", 100, 1): 0.8}
        data = labels_table.series(records, [25, 100])
        self.assertEqual(data["series"][0]["mean"], [0.96, None])
        self.assertAlmostEqual(data["series"][0]["spread"][0], 0.01414, places=5)
        self.assertEqual([row["name"] for row in data["series"]],
                         ["with generator", "same network, no generator", "Odena 2016, SGAN", "Odena 2016, no generator"])
        self.assertEqual(data["series"][2]["mean"], [0.802, 0.928])
        text = labels_table.table(records, [25, 100])
        self.assertIn("| with generator | 96.00% ± 1.41 (2) |  |", text)
        self.assertIn("| Odena 2016, SGAN | 80.2% | 92.8% |", text)


if __name__ == "__main__":
    unittest.main()
