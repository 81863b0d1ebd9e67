"""Reads JSON Lines, logfmt and captures with this package and with its peers, interleaved in one run.

    python3 compare_parsing.py BENCHMARK FLAT NESTED LOG [REPETITIONS]

BENCHMARK is the built GeneratorsBenchmark; FLAT, NESTED and LOG are zeek-notice.jsonl, nginx-plus-status.jsonl and
kafka-state-change.log, made as large as one likes. FLAT is written anew as logfmt beside the temporary files. For each
way: least and median wall-clock time as MB/s, and the result, which has to be the same for all ways of a work.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent


def write_logfmt(flat, path):
    with open(flat, "rb") as source, open(path, "w") as target:
        for line in source:
            pairs = json.loads(line).items()
            target.write(" ".join(f"{key}={json.dumps(value) if isinstance(value, str) else json.dumps(str(value))}" for key, value in pairs) + "\n")


def ways(benchmark, flat, nested, log, logfmt):
    def ours(work, file):
        return f"ours: {work}", [benchmark, work, file], file

    def python(work, file):
        return f"Python: {work}", [sys.executable, str(HERE / "parsing.py"), work, file], file

    def jq(step, path, file):
        return f"jq {path}", ["jq", "-n", f"reduce (inputs | {path}) as $value (0; {step})", file], file

    return [
        python("orjson-flat", flat), python("json-flat", flat), jq('if $value == "SSL::Invalid_Server_Cert" then . + 1 else . end', ".note", flat),
        *(ours(work, flat) for work in ("json-flat", "json-flat-text-path", "json-flat-strings", "json-flat-last",
                                        "async-json-flat", "json-flat-decoded", "json-flat-decoded-8")),
        python("orjson-nested", nested), python("json-nested", nested), jq(". + $value", ".requests.total", nested),
        *(ours(work, nested) for work in ("json-nested", "json-nested-last", "json-nested-decoded", "json-nested-decoded-8")),
        python("logfmt", logfmt), *(ours(work, logfmt) for work in ("logfmt-field", "logfmt-pairs", "logfmt-decoded")),
        python("regex", log), python("regex-prefiltered", log),
        *(ours(work, log) for work in ("regex", "regex-scalars", "regex-prefiltered")),
    ]


def measure(command):
    start = time.perf_counter()
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return time.perf_counter() - start, output.strip().split("\n")[-1].split("result ")[-1]


def main(benchmark, flat, nested, log, repetitions=5):
    with tempfile.TemporaryDirectory() as folder:
        logfmt = f"{folder}/flat.logfmt"
        write_logfmt(flat, logfmt)
        rows = [row for row in ways(benchmark, flat, nested, log, logfmt) if shutil.which(row[1][0])]
        times = {name: [] for name, _, _ in rows}
        results = {}
        for _ in range(int(repetitions)):
            for name, command, _ in rows:
                wall, results[name] = measure(command)
                times[name].append(wall)
        print(f"Load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores, {repetitions} samples of each.\n")
        print("| way | best MB/s | median MB/s | result |\n|---|---:|---:|---:|")
        for name, _, file in rows:
            size = os.path.getsize(file) / 1e6
            print(f"| {name} | {size / min(times[name]):.0f} | {size / statistics.median(times[name]):.0f} | {results[name]} |")


main(*sys.argv[1:])
