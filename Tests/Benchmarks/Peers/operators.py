"""All operators beside their peers, interleaved in one run: the least nanoseconds an element, as a table.

    python3 Tests/Benchmarks/Peers/operators.py BENCHMARK [REPETITIONS]

BENCHMARK is the built GeneratorsBenchmark. Python's numbers come from a generator; rows of more-itertools are left out where
it is not installed.
"""

import asyncio
import heapq
import itertools
import os
import subprocess
import sys
import time

try:
    import more_itertools
except ImportError:
    more_itertools = None

COUNT = 1_000_000


def numbers(count=COUNT):
    for number in range(count):
        yield number


async def async_numbers(count):
    for number in range(count):
        yield number


async def drain_async(iterable):
    async for _ in iterable:
        pass


def drain(iterable):
    for _ in iterable:
        pass


async def mapped_concurrently(count):
    """At most 8 at a time."""
    gate = asyncio.Semaphore(8)

    async def triple(number):
        async with gate:
            return number * 3

    for start in range(0, count, 1_000):
        await asyncio.gather(*(triple(number) for number in range(start, start + 1_000)))


# name of the operator: (name in Python, work, how many numbers)
PYTHON = {
    "runs": ("groupby", lambda: [len(list(g)) for _, g in itertools.groupby(numbers(), lambda n: n >> 6)], COUNT),
    "pairwise": ("pairwise", lambda: drain(itertools.pairwise(numbers())), COUNT),
    "merged": ("heapq.merge", lambda: drain(heapq.merge(numbers(COUNT // 2), numbers(COUNT // 2))), COUNT),
    "merged-of-8": (
        "heapq.merge",
        lambda: drain(heapq.merge(*(range(n * COUNT // 1_000, n * COUNT // 1_000 + COUNT // 8) for n in range(8)))),
        COUNT,
    ),
    "largest": ("heapq.nlargest", lambda: heapq.nlargest(100, numbers()), COUNT),
    "generate": ("generator", lambda: drain(numbers()), COUNT),
    "generate ": ("asynchronous generator", lambda: asyncio.run(drain_async(async_numbers(100_000))), 100_000),
    "map-concurrently": ("Semaphore and gather", lambda: asyncio.run(mapped_concurrently(100_000)), 100_000),
}
if more_itertools:
    PYTHON |= {
        "chunks": ("chunked", lambda: drain(more_itertools.chunked(numbers(), 1_000)), COUNT),
        "windows-2": ("windowed", lambda: drain(more_itertools.windowed(numbers(), 2)), COUNT),
        "windows-60": ("sliding_window", lambda: drain(more_itertools.sliding_window(numbers(), 60)), COUNT),
        "cost-chunks": (
            "constrained_batches",
            lambda: drain(more_itertools.constrained_batches(numbers(), 1_000, get_len=lambda n: 1 + (n & 1))),
            COUNT,
        ),
        "sections": ("split_before", lambda: drain(more_itertools.split_before(numbers(), lambda n: n & 63 == 0)), COUNT),
        "peek": ("peekable", lambda: peek(more_itertools.peekable(numbers())), COUNT),
        "interleaved": (
            "interleave_longest",
            lambda: drain(more_itertools.interleave_longest(numbers(COUNT // 2), numbers(COUNT // 2))),
            COUNT,
        ),
        "unique": ("unique_everseen", lambda: drain(more_itertools.unique_everseen(numbers(), key=lambda n: n & 4_095)), COUNT),
        "skipping-failures": (
            "map_except",
            lambda: drain(more_itertools.map_except(lambda n: 1 // (n % 1_000), numbers(), ZeroDivisionError)),
            COUNT,
        ),
        "tap": ("side_effect", lambda: drain(more_itertools.side_effect(lambda n: None, numbers())), COUNT),
        "sample": ("sample", lambda: more_itertools.sample(numbers(), 100), COUNT),
    }


def peek(iterator):
    while iterator.peek(None) is not None:
        next(iterator)


def main(benchmark, repetitions=5):
    swift, python = {}, {}
    for _ in range(int(repetitions)):
        for line in subprocess.run([benchmark, "operators", "1"], capture_output=True, text=True, check=True).stdout.splitlines():
            name, nanoseconds = line.split("\t")
            swift[name] = min(float(nanoseconds), swift.get(name, float("inf")))
        for name, (peer, work, count) in PYTHON.items():
            start = time.perf_counter()
            work()
            nanoseconds = (time.perf_counter() - start) / count * 1e9
            row = python.setdefault(name.strip(), {})
            row[peer] = min(nanoseconds, row.get(peer, float("inf")))
    print(f"Load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores, {repetitions} runs.\n")
    print("| operator | sync, ns | async, ns | peers, ns |\n|---|---:|---:|---|")
    names = dict.fromkeys(name.split(": ")[0].removeprefix("async-") for name in swift)
    for name in names:
        peers = [f"{key.split(': ')[1]} {value:.1f}" for key, value in swift.items() if key.startswith(f"{name}: ")]
        peers += [f"Python {peer} {value:.0f}" for peer, value in python.get(name, {}).items()]
        own = [f"{swift[key]:.1f}" if key in swift else "" for key in (name, f"async-{name}")]
        print(f"| `{name}` | {own[0]} | {own[1]} | {', '.join(peers)} |")


main(*sys.argv[1:])
