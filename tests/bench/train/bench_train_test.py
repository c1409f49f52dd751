"""The arithmetic of the training benchmark, and whether the kill-and-resume check notices a run that lost something."""

import argparse
import contextlib
import gzip
import io
import json
import pathlib
import random
import struct
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import idx
import kill_resume
import plot
import report
from engines import Article, EngineError, Plan, Run, Trainer


def run(ms=1.0, d_losses=(), g_losses=()):
    return Run(ms=ms, d_losses=list(d_losses), g_losses=list(g_losses), peak_rss_mb=1, seconds=1, version="PyTorch 1")


class Folder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def program(self, name, text):
        path = self.folder / name
        path.write_text(f"#!{sys.executable}\n{text}")
        path.chmod(0o755)
        return path


class Statistics(unittest.TestCase):
    def test_a_slow_round_that_meets_both_leaves_the_ratio_alone(self):
        self.assertEqual(report.paired_ratio([6, 60, 6, 600], [2, 20, 2, 200]), 3)

    def test_spread_is_the_middle_half(self):
        self.assertAlmostEqual(report.spread([10, 20, 30, 40, 50]), 20 / 30)
        self.assertEqual(report.spread([7]), 0)

    def test_windows_leave_out_what_is_left_over(self):
        self.assertEqual(report.window_means([1, 3, 5, 7, 100], 2), [2, 6])

    def test_curves_that_are_apart_are_seen_to_be(self):
        theirs = [run(d_losses=[1, 2, 1, 2], g_losses=[3, 3, 3, 3]), run(d_losses=[2, 1, 2, 1], g_losses=[3, 3, 3, 3])]
        ours = [run(d_losses=[1.5, 1.5, 1.5, 1.5], g_losses=[3.1, 3.1, 2.9, 2.9])]
        distance = report.curve_distance(ours, theirs, 2)
        self.assertAlmostEqual(distance["d"], 0)
        self.assertAlmostEqual(distance["g"], 0.1)

    def test_curves_without_a_whole_window_are_refused(self):
        with self.assertRaises(ValueError):
            report.curve_distance([run(d_losses=[1], g_losses=[1])], [run(d_losses=[1], g_losses=[1])], 2)


class Goals(unittest.TestCase):
    def rows(self, **ratios):
        names = {"eager": "article, eager PyTorch"}
        return [{"engine": names.get(name, f"sgan-train, {name}"), "precision": name, "ratio": ratio, "version": "PyTorch 1", "ms": 250.4,
                 "spread": 0.1, "images_per_second": 255.6, "peak_rss_mb": 500.2} for name, ratio in ratios.items()]

    def verdicts(self, goals):
        return [goal["met"] for goal in goals]

    def test_bf16_has_a_goal_where_there_is_amx(self):
        rows = self.rows(eager=1, fp32=2.0, bf16=4.9)
        self.assertEqual(self.verdicts(report.check_goals(rows, {}, "cpu", ["amx_bf16"])), [True, False])
        self.assertEqual(self.verdicts(report.check_goals(rows, {}, "cpu", ["avx512_bf16"])), [True, None])
        self.assertEqual(self.verdicts(report.check_goals(self.rows(eager=1, fp32=1.99), {}, "cpu", [])), [False])

    def test_on_a_gpu_the_best_precision_counts(self):
        rows = self.rows(eager=1, fp32=3, tf32=5.1, bf16=4)
        goals = report.check_goals(rows, {}, "cuda", [])
        self.assertEqual((goals[0]["measured"], goals[0]["met"]), ("5.10x (tf32)", True))

    def test_loss_curves_must_be_near(self):
        near, far = report.LOSS_TOLERANCE * 0.9, report.LOSS_TOLERANCE * 1.1
        goals = report.check_goals(self.rows(eager=1), {"a": {"d": near, "g": near}, "b": {"d": 0, "g": far}}, "cpu", [])
        self.assertEqual(self.verdicts(goals), [True, False])

    def test_are_in_the_report(self):
        rows = self.rows(eager=1, fp32=2.5, bf16=4)
        text = report.report({"machine": {"processor": "A processor", "cores": 2, "instructions": ["avx2"]}, "rows": rows,
                              "settings": {"batch_size": 64, "rounds": 3, "threads": 0, "warm_up_steps": 20, "measured_steps": 60},
                              "goals": report.check_goals(rows, {}, "cpu", ["avx2"])})
        self.assertRegex(text, r"\| sgan-train, fp32 +\| +250 ±5% \| +256 \| +500 MB \| +2\.50x \|")
        self.assertRegex(text, r"\| fp32: at least 2x the eager script +\| +2\.50x \| +ok \|")
        self.assertRegex(text, r"\| bf16: .* with AMX \| +4\.00x \| +no goal here \|")


class Engines(Folder):
    def test_the_first_epoch_of_the_script_only_warms_up(self):
        python = self.program("python", """import json
print(json.dumps({"type": "start", "torch": "9.9"}))
for step, ms in enumerate((900, 800, 10, 20, 30, 40)):
    print(json.dumps({"type": "step", "step": step, "d_loss": step, "g_loss": -step, "accuracy": 0, "ms": ms}))
""")
        measured = Article(python).run(Plan(self.folder, steps=2, epochs=3))
        self.assertEqual((measured.ms, measured.d_losses, measured.version), (25, [0, 1, 2, 3, 4, 5], "PyTorch 9.9"))
        self.assertGreater(measured.peak_rss_mb, 1)

    def test_the_first_epoch_of_the_trainer_only_warms_up(self):
        program = self.program("sgan-train", """import json, pathlib, sys
if "--version" in sys.argv: sys.exit(print("sgan-train 1, LibTorch 9.9"))
run = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
run.mkdir()
lines = [{"type": "step", "d_loss": 1, "g_loss": 2}, {"type": "epoch", "d_loss": 7, "g_loss": 7}, {"type": "step", "d_loss": 3, "g_loss": 4}]
(run / "metrics.jsonl").write_text("\\n".join(map(json.dumps, lines)))
timing = [{"epoch": 0, "seconds": 9, "steps": 2}, {"epoch": 1, "seconds": 0.1, "steps": 2}, {"epoch": 2, "seconds": 0.3, "steps": 2}]
(run / "timing.jsonl").write_text("\\n".join(map(json.dumps, timing)))
""")
        measured = Trainer(program, "bf16").run(Plan(self.folder, steps=2, epochs=3))
        self.assertAlmostEqual(measured.ms, 100)
        self.assertEqual((measured.d_losses, measured.g_losses, measured.version), ([1, 3], [2, 4], "LibTorch 9.9"))

    def test_a_failure_is_the_programs_last_word(self):
        program = self.program("sgan-train", "import sys; sys.exit('first\\nno such device')")
        with self.assertRaisesRegex(EngineError, "^sgan-train: no such device$"):
            Trainer(program, "fp32").run(Plan(self.folder, steps=2, epochs=3))


class SmallData(Folder):
    def setUp(self):
        super().setUp()
        self.whole = self.folder / "whole"
        self.whole.mkdir()
        for (split, dimensions), name in idx.FILES.items():
            shape = (5, 2, 3)[:dimensions]
            body = bytes(range(30 if dimensions == 3 else 5))
            content = bytes([0, 0, 8, dimensions]) + struct.pack(f">{dimensions}I", *shape) + body
            if split == "train":
                (self.whole / name).write_bytes(content)
            else:
                (self.whole / f"{name}.gz").write_bytes(gzip.compress(content))

    def test_has_the_first_images_and_their_labels(self):
        cut = idx.cut(self.whole, self.folder / "cut", 3, 2)
        images = (cut / "train-images-idx3-ubyte").read_bytes()
        self.assertEqual(images, bytes([0, 0, 8, 3]) + struct.pack(">3I", 3, 2, 3) + bytes(range(18)))
        self.assertEqual((cut / "t10k-labels-idx1-ubyte").read_bytes(), bytes([0, 0, 8, 1]) + struct.pack(">I", 2) + bytes((0, 1)))

    def test_cannot_have_more_than_there_is(self):
        with self.assertRaisesRegex(ValueError, "6 images are wanted, 5 are there"):
            idx.cut(self.whole, self.folder / "cut", 6, 2)


class Plot(unittest.TestCase):
    def test_ticks_cover_the_values(self):
        for low, high in ((0, 1), (0.57, 1.53), (1.36, 1.37), (2, 2), (0, 2000)):
            marks = plot.ticks(low, high)
            self.assertTrue(marks[0] <= low and marks[-1] >= high and len(marks) <= 8, (low, high, marks))

    def test_each_engine_has_a_line_in_both_panels(self):
        svg = plot.loss_curves(["a < b", "c"], [[1, 2, 3], [3, 2, 1]], [[4, 4, 4], [5, 5, 5]], 20)
        root = ElementTree.fromstring(svg)
        lines = root.findall("{http://www.w3.org/2000/svg}polyline")
        self.assertEqual(len(lines), 4)
        heights = [float(point.split(",")[1]) for point in lines[0].get("points").split()]
        self.assertEqual(heights, sorted(heights, reverse=True), "a growing loss rises")
        self.assertIn("a < b", [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")])


# Trains nothing, keeps its state as sgan-train does; LOST is what a checkpoint forgets. It kills itself, once for each number
# in the file "strikes" after so many steps: a clock would strike too late or too early on another machine.
TRAINER = """import json, os, pathlib, signal, sys
out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
(out / "checkpoint").mkdir(parents=True, exist_ok=True)
metrics, model, checkpoint = out / "metrics.jsonl", out / "model.safetensors", out / "checkpoint/one.ckpt"
state = {"step": 0, "number": 1, "bytes": 0}
if "--resume" in sys.argv:
    state = {**state, **json.loads(checkpoint.read_text())}
strikes = out.parent / "strikes"
left = json.loads(strikes.read_text()) if strikes.exists() else []
strike = state["step"] + left[0] if left else None
strikes.write_text(json.dumps(left[1:]))
with open(metrics, "ab") as file:
    file.truncate(state["bytes"])
    file.seek(0, os.SEEK_END)
    while True:
        if state["step"] == strike: os.kill(os.getpid(), signal.SIGKILL)
        if state["step"] % 3 == 0:
            file.flush()
            kept = {**state, "bytes": file.tell()}
            kept.pop("LOST", None)
            (out / "fresh").write_text(json.dumps(kept))
            os.replace(out / "fresh", checkpoint)
        if state["step"] == 60: break
        state["step"] += 1
        state["number"] = state["number"] * 48271 % 2147483647
        file.write(f"{state['number']}\\n".encode())
        file.flush()
model.write_bytes(str(state["number"]).encode())
"""


STRIKES = [0, 5, 0, 4, 7, 1, 6, 2, 8, 3, 5, 7]  # before the first checkpoint, at one, between two; too few steps to end


class KillAndResume(Folder):
    def trainer(self, text):
        options = argparse.Namespace(trainer=self.program("sgan-train", text), preset="reference", epochs=1, threads=1)
        return kill_resume.Program(options, self.folder)

    def disturb(self, text):
        program = self.trainer(text)
        program.expected = self.folder / "expected"
        patient = kill_resume.Pace(1e4, 1e4)
        with contextlib.redirect_stdout(io.StringIO()):
            kill_resume.watch(program, program.expected, 1)
            (self.folder / "strikes").write_text(json.dumps(STRIKES))
            ends = kill_resume.disturb(program, self.folder / "run", len(STRIKES), patient, random.Random(5))
        self.assertEqual(ends, 0)
        kill_resume.compare(self.folder / "run", program.expected)

    def test_passes_a_run_that_goes_on_as_it_was(self):
        self.disturb(TRAINER)

    def test_kills_what_does_not_end_in_time(self):
        program = self.trainer("import time; time.sleep(600)")
        self.assertFalse(program.finish(program.start(self.folder / "run", False), 0.1))

    def test_notices_a_state_that_is_lost(self):
        with self.assertRaisesRegex(kill_resume.RunError, "metrics.jsonl|model.safetensors"):
            self.disturb(TRAINER.replace("LOST", "number"))

    def test_notices_metrics_that_stay_after_a_checkpoint(self):
        with self.assertRaisesRegex(kill_resume.RunError, "metrics.jsonl differs"):
            self.disturb(TRAINER.replace('file.truncate(state["bytes"])', "pass"))

    def test_hands_on_why_a_resumed_run_fails(self):
        with self.assertRaisesRegex(kill_resume.RunError, "exit status 1: no checkpoint is whole"):
            self.disturb(TRAINER.replace('state = {**state, **', 'sys.exit("no checkpoint is whole"); state = {**state, **'))


if __name__ == "__main__":
    unittest.main()
