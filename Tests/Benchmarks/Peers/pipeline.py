"""The generator pipeline that the package replaces: lines, chunks of 1000, a filter, a sum.

    python3 pipeline.py text|bytes FILE

With `records` the lines joined to those that begin with "[", instead.

    python3 pipeline.py records FILE
"""
import gzip
import itertools
import sys


def stream_lines(path, mode):
    opener = gzip.open if path.endswith(".gz") else open
    options = {"encoding": "utf-8", "errors": "replace"} if mode == "rt" else {}
    with opener(path, mode, **options) as file:
        yield from file


def chunks(iterable, size):
    iterator = iter(iterable)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk


def records(lines):
    record = []
    for line in lines:
        if record and line.startswith(b"["):
            yield record
            record = []
        record.append(line)
    if record:
        yield record


def main(kind, path):
    if kind == "records":
        print(sum(len(record) for record in records(stream_lines(path, "rb"))))
        return
    needle, mode = ("ERROR", "rt") if kind == "text" else (b"ERROR", "rb")
    print(sum(sum(1 for line in chunk if needle in line) for chunk in chunks(stream_lines(path, mode), 1000)))


main(*sys.argv[1:])
