"""What is said of the measurements: medians, ratios, how far loss curves are apart, goals, one table."""

import statistics

LEAST_FP32, LEAST_BF16, LEAST_CUDA = 2, 5, 5  # times faster than the article's script
MOST_SECONDS_50_EPOCHS = 60  # on one H100
# Within the first two epochs; later, two runs of the script itself with different seeds are further apart.
LOSS_TOLERANCE = 0.05  # of the mean of a window


def spread(values):
    """The width of the middle half, relative to the median."""
    if len(values) < 2:
        return 0.0
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / statistics.median(values)


def paired_ratio(theirs, ours):
    """The median over rounds of theirs / ours: both values of a round met the same machine."""
    return statistics.median(a / b for a, b in zip(theirs, ours, strict=True))


def window_means(values, size):
    """Means of consecutive windows of `size` values; what is left over at the end does not count."""
    return [statistics.fmean(values[begin:begin + size]) for begin in range(0, len(values) - size + 1, size)]


def curve(runs, losses, size):
    """The mean curve of several runs in windows. losses: d_losses or g_losses"""
    return [statistics.fmean(column) for column in zip(*(window_means(getattr(run, losses), size) for run in runs))]


def curve_distance(ours, theirs, size):
    """{"d": .., "g": ..}: the mean over windows of how far the mean losses of two lots of runs are apart."""
    distance = {}
    for name, losses in (("d", "d_losses"), ("g", "g_losses")):
        pairs = list(zip(curve(ours, losses, size), curve(theirs, losses, size), strict=True))
        if not pairs:
            raise ValueError(f"no window of {size} steps in the loss curves")
        distance[name] = statistics.fmean(abs(a - b) for a, b in pairs)
    return distance


def summarize(engine, runs, baseline, batch_size, memory):
    """A row of the table. runs, baseline: one Run a round, of this engine and of the article's script"""
    ms = [run.ms for run in runs]
    return {"engine": engine.name, "precision": engine.precision, "version": runs[-1].version,
            "ms": statistics.median(ms), "spread": spread(ms), "rounds_ms": ms,
            "images_per_second": 1e3 * batch_size / statistics.median(ms), "peak_rss_mb": memory,
            "ratio": paired_ratio([run.ms for run in baseline], ms)}


def check_goals(rows, curves, device, instructions):
    """Returns [{goal, measured, met}]; met is None for what this machine has no goal for."""
    goals = []
    ours = [row for row in rows if "article" not in row["engine"]]
    if device == "cuda":
        best = max(ours, key=lambda row: row["ratio"])
        goals.append(goal(f"at least {LEAST_CUDA}x the eager script", f"{best['ratio']:.2f}x ({best['precision']})", best["ratio"] >= LEAST_CUDA))
    else:
        least = {"fp32": LEAST_FP32, "bf16": LEAST_BF16}
        for row in ours:
            wanted = row["precision"] != "bf16" or "amx_bf16" in instructions
            text = f"{row['precision']}: at least {least[row['precision']]}x the eager script"
            goals.append(goal(text if wanted else f"{text}, with AMX", f"{row['ratio']:.2f}x",
                              row["ratio"] >= least[row["precision"]] if wanted else None))
    for name, distance in curves.items():
        worst = max(distance.values())
        goals.append(goal(f"{name}: mean losses within {LOSS_TOLERANCE} of the script's",
                          f"D {distance['d']:.4f}, G {distance['g']:.4f}", worst <= LOSS_TOLERANCE))
    return goals


def goal(text, measured, met):
    return {"goal": text, "measured": measured, "met": met}


def table(rows):
    """rows: [[cell]], the first one the heading; the first column is aligned left."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    line = lambda row: "| " + " | ".join(cell.rjust(width) if i else cell.ljust(width)
                                         for i, (cell, width) in enumerate(zip(row, widths, strict=True))) + " |"
    rule = "|" + "|".join("-" * (width + 1) + ":" if i else "-" * (width + 2) for i, width in enumerate(widths)) + "|"
    return "\n".join([line(rows[0]), rule, *map(line, rows[1:])])


def milliseconds(ms):
    return f"{ms:.0f}" if ms >= 100 else f"{ms:.3g}"


def report(results):
    """The results as Markdown, which reads well in a terminal too. results: what bench_train.py collects"""
    machine, settings = results["machine"], results["settings"]
    lines = [[row["engine"], f"{milliseconds(row['ms'])} ±{row['spread'] / 2:.0%}", f"{row['images_per_second']:.0f}",
              f"{row['peak_rss_mb']:.0f} MB", f"{row['ratio']:.2f}x"] for row in results["rows"]]
    mark = {True: "ok", False: "short", None: "no goal here"}
    return "\n\n".join([
        f"{machine['processor']}, {machine['cores']} cores, {' '.join(machine['instructions']) or 'no vector instructions known'}"
        f"{', ' + machine['gpu'] if machine.get('gpu') else ''}; {'; '.join(sorted({row['version'] for row in results['rows']}))}.",
        f"Batches of {settings['batch_size']}, {settings['threads'] or machine['cores']} CPU thread(s), {settings['rounds']} rounds by turns of {settings['measured_steps']} steps after "
        f"{settings['warm_up_steps']} that do not count, feeding included. ± is half the width of the middle half of the rounds; the "
        "ratio is the median of the rounds' own. Peak memory is of the process with all of the data, while it trains.",
        table([["", "ms per step", "images/s", "peak memory", "faster"], *lines]),
        "## Goals",
        table([["goal", "measured", ""], *([g["goal"], g["measured"], mark[g["met"]]] for g in results["goals"])])])
