#!/usr/bin/env python3
"""Writes test/vectors/canonical-json.json, or checks that it says what this implementation of RFC 8785 computes.

    python3 scripts/vectors/canonical_json.py            check, exit 1 on any difference
    python3 scripts/vectors/canonical_json.py --write    write the file anew
"""

import json
import math
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # before our own modules load: no __pycache__ among the sources

from canonical_json_cases import CASES

FILE = Path(__file__).resolve().parents[2] / "test" / "vectors" / "canonical-json.json"

ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Refused(Exception):
    """The value has no canonical form."""


def number(value):
    """A double as ECMAScript writes it: the shortest digits that read back as the same number, then their place."""
    if not math.isfinite(value):
        raise Refused("JSON has no infinity")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    # Python's repr finds the same shortest digits; only where it puts the point and the exponent differs.
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)
    if whole == "0":
        point = int(exponent or 0) - (len(fraction) - len(fraction.lstrip("0")))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    tail = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def string(text):
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Refused("half of a surrogate pair is no character")
    return '"' + "".join(ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text) + '"'


def canonical(value):
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{string(name)}:{canonical(value[name])}" for name in names) + "}"


def expected(text):
    try:
        # Every number of JSON is a double, also one without a point.
        return canonical(json.loads(text, parse_int=float))
    except (Refused, json.JSONDecodeError):
        return None


def self_test():
    """Facts that were not computed here: how ECMAScript writes numbers."""
    known = {
        "1e21": "1e+21", "1e20": "100000000000000000000", "123e-20": "1.23e-18", "0.000001": "0.000001", "1e-7": "1e-7",
        "5e-324": "5e-324", "1.7976931348623157e308": "1.7976931348623157e+308", "9007199254740993": "9007199254740992",
        "0.1": "0.1", "100": "100", "1.5": "1.5", "-0": "0", "-2.50": "-2.5", "12345678901234567890": "12345678901234567000",
    }
    for text, written in known.items():
        assert expected(text) == written, (text, expected(text), written)


def main():
    self_test()
    cases = [{"name": name, "input": text, "expected": expected(text), "why": why} for name, text, why in CASES]
    assert len({each["name"] for each in cases}) == len(cases), "two cases of one name"
    text = json.dumps({"cases": {"canonical-json": cases}}, indent=1) + "\n"
    wrong = 0
    if "--write" in sys.argv:
        FILE.write_text(text)
    elif not FILE.exists() or FILE.read_text() != text:
        wrong = 1
        print(f"{FILE}: differs from what this script computes; see git diff after --write")
    print(FILE.name, len(cases))
    sys.exit(wrong)


if __name__ == "__main__":
    main()
