"""Reads a CSV file with this package and with its peers, interleaved in one run: the bytes of all fields are summed up. With
"copy", the records are read and written to /dev/null instead.

    python3 compare_csv.py BENCHMARK FILE [REPETITIONS [copy]]

BENCHMARK is the built GeneratorsBenchmark. From Debian: golang-go, cargo and librust-csv-dev; what is missing is said and left
out. For each way: least wall-clock and least processor time, throughput, peak memory, and the processor time held against
Rust's csv with a ByteRecord that is used again. Memory below 15 MB cannot be told apart: a process starts with what this one
holds.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
CRATES = pathlib.Path("/usr/share/cargo/registry")


def rust(build, copies):
    if not shutil.which("cargo") or not any(CRATES.glob("csv-[0-9]*")):
        print("Left out, for want of cargo and librust-csv-dev: Rust's csv.")
        return []
    shutil.copytree(HERE / "csv-rust", build / "rust")
    (build / "rust/.cargo").mkdir()
    (build / "rust/.cargo/config.toml").write_text(
        f'[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "{CRATES}"\n'
    )
    subprocess.run(["cargo", "build", "--release", "--offline", "--quiet"], cwd=build / "rust", check=True)
    program = str(build / "rust/target/release/csv-peers")
    if copies:
        return [("Rust csv, ByteRecord used again", [program, "copy"])]
    return [("Rust csv, ByteRecord used again", [program, "bytes"]), ("Rust csv, StringRecord", [program, "strings"])]


def go(build, copies):
    if not shutil.which("go"):
        print("Left out, for want of golang-go: encoding/csv.")
        return []
    program = str(build / "go")
    environment = {**os.environ, "GO111MODULE": "off", "GOCACHE": str(build / "cache")}
    subprocess.run(["go", "build", "-o", program, str(HERE / "csv_encoding.go")], env=environment, check=True)
    return [("Go encoding/csv, record used again", [program, "copy"] if copies else [program])]


def measure(command):
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed with status {process.returncode}")
        output.seek(0)
        result = output.read().split()[-1]
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, result


def main(benchmark, path, repetitions=5, work="read"):
    copies = work == "copy"
    with tempfile.TemporaryDirectory() as directory:
        build = pathlib.Path(directory)
        own = ["csv-copy", "csv-copy-async"] if copies else ["csv", "csv-async", "csv-strings"]
        rows = rust(build, copies) + go(build, copies) + [(f"ours: {work}", [benchmark, work]) for work in own]
        rows += [("Python csv.reader", [sys.executable, str(HERE / "csv_reader.py")] + (["copy"] if copies else []))]
        samples = {name: [] for name, _ in rows}
        for _ in range(int(repetitions)):
            for name, command in rows:
                samples[name].append(measure(command + [path]))
    size = os.path.getsize(path) / 1_000_000
    base = min(sample[1] for sample in samples[rows[0][0]])
    print(f"{path}, {size:.0f} MB, load {os.getloadavg()[0]:.1f}\n")
    print("| way | wall s | processor s | MB/s | peak MB | × | sum |\n|---|---:|---:|---:|---:|---:|---:|")
    for name, _ in rows:
        wall, processor, memory = (min(sample[index] for sample in samples[name]) for index in range(3))
        result = samples[name][0][3].decode()
        ratio = processor / base
        print(f"| {name} | {wall:.3f} | {processor:.3f} | {size / wall:.0f} | {memory:.1f} | {ratio:.2f} | {result} |")


main(*sys.argv[1:])
