"""What the experiments share."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from experiment import (ExperimentError, append_record, cell, mean_and_spread, output_of, read_records, replace_between_marks,
                        train)

# Trains DONE epochs of those it is asked for, and has a run's folder to itself unless it goes on.
TRAINER = """
import json, pathlib, sys
run = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
if "--resume" not in sys.argv:
    run.mkdir()
    (run / "checkpoint").mkdir()
(run / "checkpoint/1.ckpt").touch()
(run / "arguments").write_text(" ".join(sys.argv))
lines = [{"type": "epoch", "epoch": epoch} for epoch in range(DONE)] + [{"type": "step", "epoch": DONE}]
(run / "metrics.jsonl").write_text("\\n".join(map(json.dumps, lines)))
"""


class Experiment(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_records_come_back_as_they_were_appended(self):
        path = self.folder / "records.jsonl"
        self.assertEqual(read_records(path, ("a", "b"), "x"), {})
        append_record(path, {"a": "one", "b": 2, "x": 0.5})
        append_record(path, {"a": "two", "b": 3, "x": 1, "more": []})
        self.assertEqual(read_records(path, ("a", "b"), "x"), {("one", 2): 0.5, ("two", 3): 1.0})

    def test_broken_records_are_named(self):
        path = self.folder / "records.jsonl"
        path.write_text('{"a": 1, "x": 2}\n{"x": 3}\n')
        with self.assertRaisesRegex(ExperimentError, "records.jsonl, line 2"):
            read_records(path, ("a",), "x")

    def test_the_last_line_of_a_failed_program_is_the_message(self):
        self.assertEqual(output_of([sys.executable, "-c", "print(1)"]), "1\n")
        with self.assertRaisesRegex(ExperimentError, "no disk"):
            output_of([sys.executable, "-c", "import sys; sys.exit('a\\nno disk')"])

    def train(self, epochs, done):
        """Returns whether the trainer was asked to go on."""
        trainer, run = self.folder / "trainer", self.folder / "run"
        trainer.write_text(f"#!{sys.executable}\n{TRAINER.replace('DONE', str(done))}")
        trainer.chmod(0o755)
        train([str(trainer), "--epochs", str(epochs)], run)
        return "--resume" in (run / "arguments").read_text()

    def test_a_run_goes_on_where_it_was_stopped(self):
        self.assertFalse(self.train(epochs=1, done=1))
        self.assertTrue(self.train(epochs=2, done=2))

    def test_a_run_stopped_before_its_first_checkpoint_starts_anew(self):
        (self.folder / "run/samples").mkdir(parents=True)
        self.assertFalse(self.train(epochs=1, done=1))
        (self.folder / "run/checkpoint/1.ckpt").unlink()
        self.assertFalse(self.train(epochs=1, done=1))

    def test_a_trainer_that_was_asked_to_stop_has_not_trained_to_the_end(self):
        for done in (0, 1):
            with self.assertRaisesRegex(ExperimentError, f"run: ended after {done} epochs, not 2"):
                self.train(epochs=2, done=done)

    def test_a_single_value_has_no_spread(self):
        self.assertIsNone(mean_and_spread([]))
        self.assertEqual(mean_and_spread([2]), (2, 0.0, 1))
        self.assertEqual(mean_and_spread([1, 3]), (2, 2 ** 0.5, 2))

    def test_a_cell_says_of_how_many_it_is(self):
        self.assertEqual(cell(None), "")
        self.assertEqual(cell((98.5, 0, 1), "%"), "98.50% (1)")
        self.assertEqual(cell((26.32, 2.4, 3)), "26.32 ± 2.40 (3)")

    def test_a_table_needs_its_place(self):
        document = self.folder / "document.md"
        document.write_text("a\n<!-- t -->\nold\n<!-- end of t -->\nb\n")
        replace_between_marks(document, "t", "new")
        self.assertEqual(document.read_text(), "a\n<!-- t -->\nnew\n<!-- end of t -->\nb\n")
        with self.assertRaises(ExperimentError):
            replace_between_marks(document, "other", "new")


if __name__ == "__main__":
    unittest.main()
