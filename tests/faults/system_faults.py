"""What disks, memory, clocks, data and devices do to a run of sgan-train."""

import errno
import os
import random
import shutil

from fault_bench import FaultError, start_and_wait


def spread(count, most, generator):
    """Up to `most` of the numbers 1 to count, the first and the last among them."""
    if count <= most:
        return range(1, count + 1)
    return sorted({1, count, *generator.sample(range(2, count), most - 2)})


def failing_calls(bench, options):
    """Every call that writes fails once, and every one from there on as on a full disk."""
    counts_file = bench.folder / "counts"
    run = bench.folder / "counted"
    bench.train(run, environment=bench.environment(run, SGAN_FAULT_COUNTS=str(counts_file)))
    counts = dict(line.split() for line in counts_file.read_text().splitlines())
    shutil.rmtree(run)
    generator, tried = random.Random(options.seed), 0
    for operation, error, lasting in (("create", errno.EROFS, " on"), ("append", errno.EACCES, ""), ("write", errno.ENOSPC, " on"), ("write", errno.EIO, ""),
                                      ("fsync", errno.EIO, ""), ("rename", errno.ENOSPC, "")):
        if int(counts[operation]) == 0:
            raise FaultError(f"no call of {operation} was seen")
        for number in spread(int(counts[operation]), options.most, generator):
            run = bench.folder / "run"
            fault = f"{operation} {number} {error}{lasting}"
            try:
                ended = bench.train(run, environment=bench.environment(run, SGAN_FAULT=fault))
                reason = ended.reason("sgan-train: ")
                if str(run) not in reason or os.strerror(error) not in reason:
                    raise FaultError(f"it says {reason!r}, without the path or the reason")
                bench.finish(run)
            except FaultError as problem:
                raise FaultError(f"fault \"{fault}\": {problem}") from problem
            shutil.rmtree(run, ignore_errors=True)
            tried += 1
    return f"{tried} calls of {len(counts)} kinds, each once"


def full_disk(bench, options):
    """A file system that is too small from the start, and one that somebody else fills."""
    disk, kept, refused = bench.folder / "disk", bench.folder / "kept", 0
    disk.mkdir()
    command = " ".join(f"'{word}'" for word in bench.command(disk / "run"))
    fill = f"until ls '{disk}'/run/checkpoint/*.ckpt >/dev/null 2>&1 || ! kill -0 $!; do sleep 0.01; done; dd if=/dev/zero of='{disk}/ballast' bs=16k 2>/dev/null; "
    for kilobytes, meanwhile in ((600, ""), (7000, ""), (100_000, fill))[1 if options.quick else 0:]:
        script = (f"mount -t tmpfs -o size={kilobytes}k none '{disk}' || exit 99; {command} & {meanwhile}wait $!; status=$?; rm -f '{disk}/ballast'; "
                  f"cp -r '{disk}/run' '{kept}' 2>/dev/null; exit $status")
        ended = bench.run(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script])
        if ended.status in (1, 99) and ("unshare:" in ended.said or "mount:" in ended.said):
            return "skipped: no file system can be mounted here"
        if ended.status != 0:
            refused += 1
            if not any(words in ended.reason("sgan-train: ") for words in ("MB free", "No space left")):
                raise FaultError(f"{kilobytes} kB: it says {ended.said!r}")
        if kept.exists():
            bench.finish(kept)
            shutil.rmtree(kept)
    if refused == 0:
        raise FaultError("no disk was too small")
    return f"{refused} stopped, with what they had saved"


def read_only_folder(bench, _options):
    """Nothing can be created: said before any training."""
    run = bench.folder / "read-only"
    reason = bench.train(run, environment=bench.environment(run, SGAN_FAULT=f"create 1 {errno.EROFS} on")).reason("sgan-train: ")
    shutil.rmtree(run, ignore_errors=True)
    return reason.replace(str(bench.folder), "...").removeprefix("sgan-train: ")


def little_memory(bench, options):
    """Address space for less and less."""
    tried, short = 0, 0
    for megabytes in (4000, 2000, 1400, 1100, 1000, 800, 700) if not options.quick else (1000,):
        run = bench.folder / "run"
        ended = bench.train(run, environment={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}, limit=megabytes << 20)
        if ended.status == 127:
            break  # the libraries themselves have no room
        tried += 1
        if ended.status != 0:
            short += 1
            if ended.status < 0:
                raise FaultError(f"{megabytes} MB: ended by signal {-ended.status}: {ended.said.strip()[-200:]!r}")
            ended.reason("sgan-train: ")
        bench.finish(run)
        shutil.rmtree(run)
    if short == 0:
        raise FaultError("no limit was too low")
    return f"{tried} limits, {short} too low"


def jumping_clock(bench, _options):
    """A year to and fro at every look at the clock."""
    run = bench.folder / "clock"
    ended = bench.train(run, environment=bench.environment(run, SGAN_FAULT_CLOCK="1"))
    if ended.status != 0:
        raise FaultError(ended.said.strip())
    bench.finish(run)
    return "the same bits"


def vanished_data(bench, _options):
    """The data go while it trains, and are missing when it is resumed."""
    run, away = bench.folder / "vanished", bench.folder / "away"
    process = start_and_wait(bench, run, "checkpoint/*.ckpt")
    bench.data.rename(away)
    _, said = process.communicate(timeout=300)
    if process.returncode != 0:
        raise FaultError(f"it does not keep what it has read: {said.strip()}")
    for newest in sorted(run.glob("checkpoint/*.ckpt"))[1:]:
        newest.unlink()  # as if it had been stopped before
    reason = bench.run([str(bench.options.trainer), "--out", str(run), "--resume"]).reason("sgan-train: ")
    away.rename(bench.data)
    if str(bench.data) not in reason:
        raise FaultError(f"it says {reason!r}")
    bench.finish(run)
    return reason.replace(str(bench.folder), "...").removeprefix("sgan-train: ")


def lost_gpu(bench, options):
    """LibTorch fails in the fifth step as it does when a GPU is lost."""
    run = bench.folder / "run"
    calls_per_step = 3  # of the loss that fails
    ended = bench.train(run, environment={**os.environ, "LD_PRELOAD": str(options.gpu_library), "SGAN_LOST_GPU": str(4 * calls_per_step + 1)})
    reason = ended.reason("sgan-train: ")
    if "CUDA error" not in reason or "--resume" not in reason:
        raise FaultError(f"it says {reason!r}")
    bench.finish(run)
    shutil.rmtree(run)
    return reason.removeprefix("sgan-train: ")


def no_gpu(bench, _options):
    """A GPU is asked for and there is none."""
    run = bench.folder / "gpu"
    ended = bench.run(bench.command(run, device="cuda"))
    if ended.status == 0:
        return "skipped: here is a GPU"
    if run.exists():
        raise FaultError("a run folder was made")
    return ended.reason("sgan-train: ").removeprefix("sgan-train: ")
