"""The bytes of all fields of a CSV file, by Python's csv; with "copy" before the file, its records copied to /dev/null.

    python3 csv_reader.py [copy] FILE
"""
import csv
import sys

# A character of Latin-1 is a byte.
with open(sys.argv[-1], encoding="latin-1", newline="") as file:
    if sys.argv[1] == "copy":
        with open("/dev/null", "w", encoding="latin-1", newline="") as null:
            writer = csv.writer(null)
            count = 0
            for row in csv.reader(file):
                writer.writerow(row)
                count += 1
            print(count)
    else:
        print(sum(sum(map(len, row)) for row in csv.reader(file)))
