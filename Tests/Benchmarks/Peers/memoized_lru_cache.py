"""A hit of functools.lru_cache, the C implementation: python3 memoized_lru_cache.py"""
import functools
import timeit

KEYS = 256


def measure(title, function, calls):
    for call in calls:
        function(*call)
    statement = "for call in calls: function(%s)" % ("call[0]" if len(calls[0]) == 1 else "call[0], call[1]")
    empty = "for call in calls: %s" % ("call[0]" if len(calls[0]) == 1 else "call[0], call[1]")
    scope = {"calls": calls, "function": function}
    rounds = 2000
    times = min(timeit.repeat(statement, globals=scope, number=rounds, repeat=20))
    loop = min(timeit.repeat(empty, globals=scope, number=rounds, repeat=20))
    print(f"functools.lru_cache, {title}: {(times - loop) / rounds / len(calls) * 1e9:.1f} ns")


@functools.lru_cache(maxsize=KEYS)
def one(key):
    return 1


@functools.lru_cache(maxsize=KEYS)
def two(name, number):
    return 1


names = ["user-profile-key-%d" % (n + 100) for n in range(KEYS)]
measure("int key", one, [(n * 7,) for n in range(KEYS)])
one.cache_clear()
measure("str key, 20 characters", one, [(name,) for name in names])
measure("(str, int) key", two, list(zip(names, range(KEYS))))
