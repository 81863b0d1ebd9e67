"""Counts the lines of a log that contain any of many literals, with this package and with ripgrep and grep, interleaved.

    python3 compare_matching.py BENCHMARK LOG [REPETITIONS]

BENCHMARK is the built GeneratorsBenchmark, LOG a large log. The literals and patterns are written beside the log. Each
row is the least wall-clock time; all ways must find the same number of lines. `rg` runs with one thread, as this package
does for one file, and also as it does by itself.
"""
import os
import random
import shutil
import subprocess
import sys
import time

ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8"}

PATTERNS = [
    ("ERROR.*timeout", []),
    ("ERROR.*change", []),
    (r"^\[[^\]]*\] ERROR Controller \d+ ", []),
    (r"(?:ERROR|FATAL|WARN) .*(?:leader|replica)", []),
    (r"TRACE.*epoch [0-9]+ (?:started|changed)", []),
    (r"(?i)error.*partition", []),
    (r"epoch \d+ \w+ed ", []),
    (r"\d\d\d\d-\d\d-\d\d.*\[__[a-z_]+,1\d\]", []),
]


def literal_sets():
    generator = random.Random(1)
    words = [line.strip() for line in open(__file__)]
    letters = "abcdefghijklmnopqrstuvwxyz"

    def identifier():
        return "req-" + "".join(generator.choice("0123456789abcdef") for _ in range(12))

    def name():
        return "".join(generator.choice(letters) for _ in range(generator.randint(6, 12)))

    def short():
        return "".join(generator.choice(letters + "0123456789") for _ in range(generator.randint(4, 6)))

    del words
    return [
        ("2 levels", ["ERROR", "FATAL"]),
        ("8 levels", ["ERROR", "FATAL", "CRITICAL", "ALERT", "EMERG", "PANIC", "SEVERE", "WARN"]),
        ("30 names", [name() for _ in range(30)]),
        ("101 names", [name() for _ in range(100)] + ["OfflinePartition to"]),
        ("101 short", [short() for _ in range(101)]),
        ("1,000 names", [name() for _ in range(999)] + ["OfflinePartition to"]),
        ("1,000 identifiers", [identifier() for _ in range(999)] + ["OfflinePartition to"]),
        ("1,000 short", [short() for _ in range(1_000)]),
        ("10,000 names", [name() for _ in range(9_999)] + ["OfflinePartition to"]),
    ]


def measure(command):
    start = time.perf_counter()
    run = subprocess.run(command, stdout=subprocess.PIPE, env=ENVIRONMENT, text=True)
    wall = time.perf_counter() - start
    if run.returncode > 1:
        sys.exit(f"{' '.join(command)} failed with status {run.returncode}")
    return wall, run.stdout.split()[-1] if run.stdout.split() else "0"


def compare(name, ways, repetitions):
    best = {way: (float("inf"), "") for way in ways}
    for _ in range(repetitions):
        for way, command in ways.items():
            best[way] = min(best[way], measure(command))
    counts = {count for _, count in best.values()}
    ours, peer = best["ours"][0], best["rg"][0]
    cells = " | ".join(f"{wall:.3f}" for wall, _ in best.values())
    print(f"| {name} | {'/'.join(sorted(counts))} | {cells} | {ours / peer:.2f} |", flush=True)


def main(benchmark, log, repetitions="3", only=""):
    texts, pattern = log + ".literals", log + ".pattern"
    repetitions = int(repetitions)

    def title(last):
        print(f"| what | lines | ours | ours, lines given out | rg | {last} | ours/rg |\n|---|---:|---:|---:|---:|---:|---:|")

    if only in ("", "literals"):
        title("grep -F")
        for name, literals in literal_sets():
            with open(texts, "w") as file:
                file.write("\n".join(literals) + "\n")
            for options, workload in [
                ([], "literals"),
                (["-i"], "literals-ignoring-case"),
                (["-w"], "literals-words"),
                (["-i", "-w"], "literals-words-ignoring-case"),
            ]:
                ways = {
                    "ours": [benchmark, workload, log],
                    "lines": [benchmark, "literals-lines" if not options else workload, log],
                    "rg": ["rg", "-c", "--no-mmap", "-F", *options, "-f", texts, log],
                }
                if not options and len(literals) < 5_000:
                    ways["grep"] = ["grep", "-c", "-F", *options, "-f", texts, log]
                compare(" ".join([name, *options]), ways, repetitions)
    if only in ("", "patterns"):
        title("grep -P")
        for text, _ in PATTERNS:
            with open(pattern, "w") as file:
                file.write(text + "\n")
            ways = {
                "ours": [benchmark, "expression", log],
                "lines": [benchmark, "expression-lines", log],
                "rg": ["rg", "-c", "--no-mmap", "-e", text, log],
            }
            if shutil.which("grep"):
                ways["grep"] = ["grep", "-c", "-P", text, log]
            compare(f"`{text}`", ways, repetitions)


main(*sys.argv[1:])
