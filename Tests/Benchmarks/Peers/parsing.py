"""What is read from JSON Lines, logfmt and a log with Python, to be held against GeneratorsBenchmark.

    python3 parsing.py WORK FILE

WORK is json or orjson with -flat or -nested behind it, or logfmt, regex or regex-prefiltered. orjson is on PyPI.
"""
import json
import re
import sys


def flat(file, loads):
    return sum(1 for line in file if loads(line)["note"] == "SSL::Invalid_Server_Cert")


def nested(file, loads):
    return sum(loads(line)["requests"]["total"] for line in file)


def logfmt(file):
    pair = re.compile(rb'([^ ="]+)(?:=("(?:[^"\\]|\\.)*"|[^ ]*))?')
    return sum(1 for line in file if dict(pair.findall(line)).get(b"note") == b'"SSL::Invalid_Server_Cert"')


def captures(file, prefilter):
    search = re.compile(rb"^\[[^\]]*\] (?P<level>[A-Z]+) ").search
    lines = (line for line in file if b"ERROR" in line) if prefilter else file
    return sum(1 for match in map(search, lines) if match and match["level"] == b"ERROR")


def loader(name):
    if name == "json":
        return json.loads
    import orjson

    return orjson.loads


def main(work, path):
    with open(path, "rb") as file:
        if work == "logfmt":
            print(logfmt(file))
        elif work.startswith("regex"):
            print(captures(file, work.endswith("prefiltered")))
        else:
            name, shape = work.split("-")
            print((flat if shape == "flat" else nested)(file, loader(name)))


main(*sys.argv[1:])
