#!/bin/sh
# A number handed over, by each way in one run: seconds for 200,000 numbers, and nanoseconds each of Python's.
#     swift build -c release --product GeneratorsBenchmark && Peers/generate.sh
set -eu
cd "$(dirname "$0")/.."
benchmark=${1:-.build/release/GeneratorsBenchmark}
for workload in generate generate-sequence generate-async-stream generate-async-channel \
  paced-not-at-all paced-rate-limited mapped-concurrently mapped-concurrently-unordered mapped-by-task-group; do
  "$benchmark" "$workload" "" 9
done
python3 Peers/generate.py
