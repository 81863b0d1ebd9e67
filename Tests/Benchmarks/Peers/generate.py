"""A number handed over by a generator: nanoseconds each, the least of some runs."""

import asyncio
import time

NUMBERS = 200_000
RUNS = 9


def generate():
    for number in range(NUMBERS):
        yield number


async def generate_async():
    for number in range(NUMBERS):
        yield number


def consume():
    total = 0
    for number in generate():
        total += number
    return total


async def consume_async():
    total = 0
    async for number in generate_async():
        total += number
    return total


def least(run):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times) / NUMBERS * 1e9


print(f"Python generator: {least(consume):.1f} ns")
print(f"Python async generator: {least(lambda: asyncio.run(consume_async())):.1f} ns")
