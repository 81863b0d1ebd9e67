"""Python's counterparts of our operators, over numbers from a generator: nanoseconds an element, the least of three.

    python3 Tests/Benchmarks/Peers/operators.py

Rows of more-itertools are left out where it is not installed.
"""

import heapq
import itertools
import time

try:
    import more_itertools
except ImportError:
    more_itertools = None

COUNT = 2_000_000


def numbers(count=COUNT):
    for number in range(count):
        yield number


def drain(iterable):
    for _ in iterable:
        pass


ROWS = {
    "runs: itertools.groupby": lambda: [len(list(g)) for _, g in itertools.groupby(numbers(), lambda n: n >> 6)],
    "pairwise: itertools.pairwise": lambda: drain(itertools.pairwise(numbers())),
    "merged: heapq.merge": lambda: drain(heapq.merge(numbers(COUNT // 2), numbers(COUNT // 2))),
    "largest: heapq.nlargest": lambda: heapq.nlargest(100, numbers()),
}
if more_itertools:
    ROWS |= {
        "cost-chunks: constrained_batches": lambda: drain(
            more_itertools.constrained_batches(numbers(), 1_000, get_len=lambda n: 1 + (n & 1))
        ),
        "sections: split_before": lambda: drain(more_itertools.split_before(numbers(), lambda n: n & 63 == 0)),
        "interleaved: interleave_longest": lambda: drain(
            more_itertools.interleave_longest(numbers(COUNT // 2), numbers(COUNT // 2))
        ),
        "unique: unique_everseen": lambda: drain(more_itertools.unique_everseen(numbers(), key=lambda n: n & 4_095)),
        "skipping-failures: map_except": lambda: drain(more_itertools.map_except(lambda n: 1 // (n % 1_000), numbers(), ZeroDivisionError)),
        "tap: side_effect": lambda: drain(more_itertools.side_effect(lambda n: None, numbers())),
        "sample: sample": lambda: more_itertools.sample(numbers(), 100),
    }

for name, work in ROWS.items():
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(f"{name}: {min(times) / COUNT * 1e9:.1f} ns")
