"""Whether the comparison of presets trains and measures what is missing, once, and counts right."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import fid_by_epoch
from experiment import ExperimentError

# Keeps its arguments; an epoch halves the FID, which is twice as high without classes.
TRAINER = """
import json, pathlib, sys
value = lambda name: sys.argv[sys.argv.index(name) + 1]
run = pathlib.Path(value("--out"))
(run / "checkpoint").mkdir(parents=True, exist_ok=True)
(run / "checkpoint/1.ckpt").touch()
(run / "metrics.jsonl").write_text(json.dumps({"type": "epoch", "epoch": int(value("--epochs")) - 1}))
with open(run.parent.parent / "calls", "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
(run / "model.safetensors").write_text(str((1 if value("--preset") == "sgan" else 2) / 2 ** int(value("--epochs"))))
"""
SGAN = """
import json, pathlib, sys
model = pathlib.Path(sys.argv[sys.argv.index("--model") + 1])
print(json.dumps({"quality": {"fid": float(model.read_text())}, "floor": {"fid": 0.2}}))
"""


class FidByEpoch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name, text in (("trainer", TRAINER), ("sgan", SGAN)):
            (self.folder / name).write_text(f"#!{sys.executable}\n{text}")
            (self.folder / name).chmod(0o755)
        (self.folder / "document.md").write_text("<!-- fid table -->\n<!-- end of fid table -->\n")

    def run_it(self, *more):
        places = ("data", "trainer", "sgan", "runs", "records", "page", "document", "plot")
        names = {"records": "records.jsonl", "page": "page.json", "document": "document.md", "plot": "plot.png"}
        arguments = [word for place in places for word in (f"--{place}", str(self.folder / names.get(place, place)))]
        drawn, fid_by_epoch.plot = fid_by_epoch.plot, lambda data, path: None  # matplotlib may be missing
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                fid_by_epoch.main([*arguments, *more])
        finally:
            fid_by_epoch.plot = drawn
        return json.loads((self.folder / "page.json").read_text())

    def calls(self):
        return [json.loads(line) for line in (self.folder / "calls").read_text().splitlines()]

    def test_each_epoch_of_each_preset_and_seed_is_measured_once(self):
        data = self.run_it("--seeds", "2", "--epochs", "2")
        self.assertEqual(data, {"schema": 1, "epoch": [1, 2], "floor": 0.2, "series": [
            {"name": "sgan", "mean": [0.5, 0.25], "spread": [0, 0]}, {"name": "dcgan", "mean": [1, 0.5], "spread": [0, 0]}]})
        self.assertEqual(len(self.calls()), 8)
        self.assertEqual(sum("--resume" in call for call in self.calls()), 4, "the second epochs go on from the first")
        self.assertEqual(self.run_it("--seeds", "2", "--epochs", "2"), data)
        self.assertEqual(len(self.calls()), 8, "what is recorded is not trained again")
        self.assertIn("| 2 | 0.25 ± 0.00 (2) | 0.50 ± 0.00 (2) |", (self.folder / "document.md").read_text())

    def test_the_page_shows_epochs_that_both_have(self):
        (self.folder / "records.jsonl").write_text(
            '{"preset": "sgan", "seed": 1, "epoch": 9, "fid": 0.1, "floor": 0.2}\n')
        self.assertEqual(self.run_it("--seeds", "1", "--epochs", "1")["epoch"], [1])

    def test_without_records_there_is_nothing_to_show(self):
        with self.assertRaisesRegex(ExperimentError, "no epoch of both"):
            self.run_it("--seeds", "0")

    def test_a_failed_run_ends_it(self):
        (self.folder / "trainer").write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no disk')\n")
        with self.assertRaisesRegex(ExperimentError, "no disk"):
            self.run_it()


if __name__ == "__main__":
    unittest.main()
