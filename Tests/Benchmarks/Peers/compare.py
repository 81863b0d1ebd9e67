"""Counts ERROR in a log with this package and with its peers, interleaved in one run.

    python3 compare.py BENCHMARK LOG [REPETITIONS [RUST]]

Memory below 15 MB cannot be told apart: a process starts with what this one holds. BENCHMARK is the built
GeneratorsBenchmark, RUST the built program of the folder rust (`cargo build --release` there; its crates are on crates.io,
and in Debian as librust-memchr-dev and librust-flate2-dev). For each way: least wall-clock and least processor time, peak
memory, and the wall-clock time held against the first row. A log that ends in .gz is compared with what reads gzip. A
pattern in quotes, such as 'logs/*.log', stands for several files at once.
"""
import glob
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
ENVIRONMENT = {**os.environ, "LC_ALL": "C"}


def ways(benchmark, log, rust):
    def ours(workload):
        return f"ours: {workload}", [benchmark, workload, log]

    def pipeline(kind):
        return f"Python pipeline, {kind}", [sys.executable, str(HERE / "pipeline.py"), kind, log]

    if "*" in log:
        return several_files(ours, log)
    if log.endswith(".gz"):
        peers = [("zgrep -c", ["zgrep", "-c", "ERROR", log]), ("rg -z -c", ["rg", "-z", "-c", "ERROR", log])]
    else:
        peers = [
            ("rg -c", ["rg", "-c", "ERROR", log]),
            ("rg -c --no-mmap", ["rg", "-c", "--no-mmap", "ERROR", log]),
            ("grep -c", ["grep", "-c", "ERROR", log]),
            ("wc -l", ["wc", "-l", log]),
            ("cat", ["cat", log]),
            ("mawk, match", ["mawk", "/ERROR/ { n++ } END { print n }", log]),
            ("mawk, third field", ["mawk", '$3 == "ERROR" { n++ } END { print n }', log]),
        ]
    if rust:
        peers += [(f"Rust: {work}", [rust, work, log]) for work in ("count", "bytes", "strings")]
    own = ["count", "count-one-thread", "count-batches", "count-two", "async-count-batches", "bytes", "strings", "matching", "fields"]
    own += ["records", "async-records"] if log.endswith(".gz") else ["records", "async-records", "follow"]
    rows = peers + [ours(workload) for workload in own] + [pipeline("text"), pipeline("bytes"), pipeline("records")]
    return [(name, command) for name, command in rows if shutil.which(command[0])]


def several_files(ours, pattern):
    files = sorted(glob.glob(pattern))
    if pattern.endswith(".gz"):
        peers = [("rg -z -c", ["rg", "-z", "-c", "ERROR", *files]), ("zgrep -c", ["zgrep", "-c", "ERROR", *files])]
    else:
        peers = [(f"{name} -c", [name, "-c", "ERROR", *files]) for name in ("rg", "grep")]
    own = ["count-files", "async-count-files", "map-files", "async-map-files", "lines-files", "ordered-lines-files"]
    own += ["concurrent-lines-files", "fields-files", "concurrent-fields-files"]
    return [(name, command) for name, command in peers if shutil.which(command[0])] + [ours(way) for way in own]


def measure(command):
    # Not the null device, for which grep stops at the first match.
    output = subprocess.DEVNULL if command[0] == "cat" else tempfile.TemporaryFile()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=output, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    # grep and rg exit with 1 when nothing matches.
    if process.returncode > 1:
        sys.exit(f"{' '.join(command)} failed with status {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main(benchmark, log, repetitions=5, rust=None):
    rows = ways(benchmark, log, rust)
    samples = {name: [] for name, _ in rows}
    for _ in range(int(repetitions)):
        for name, command in rows:
            samples[name].append(measure(command))
    first = min(wall for wall, _, _ in samples[rows[0][0]])
    print("| way | wall s | processor s | peak MB | × |\n|---|---:|---:|---:|---:|")
    for name, _ in rows:
        wall, processor, memory = (min(sample[index] for sample in samples[name]) for index in range(3))
        print(f"| {name} | {wall:.3f} | {processor:.3f} | {memory:.1f} | {wall / first:.2f} |")


main(*sys.argv[1:])
