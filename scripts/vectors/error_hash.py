#!/usr/bin/env python3
"""Writes test/vectors/error-hash.json and murmur.json, or checks that they say what the codec beside this computes.

    python3 scripts/vectors/error_hash.py            check, exit 1 on any difference
    python3 scripts/vectors/error_hash.py --write    write both files anew
"""

import json
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # before our own modules load: no __pycache__ among the sources

from error_hash_cases import error_hash_file, murmur_file, pseudo_random
from error_hash_codec import NUMBERS, error_hash, event_id, event_id_from_hash, fmix32, fnv1a, numbers_of_id

FOLDER = Path(__file__).resolve().parents[2] / "test" / "vectors"


def self_test():
    """Facts that were not computed here: published values, and the round trip."""
    published = {b"": 0x811C9DC5, b"a": 0xE40C292C, b"foobar": 0xBF9CF968}
    assert all(fnv1a(data) == value for data, value in published.items())
    # The finaliser by the published MurmurHash3 x86_32 of nothing, whose seed it alone mixes.
    assert [fmix32(seed) for seed in (0, 1, 0xFFFFFFFF)] == [0, 0x514E28B7, 0x81F16F39]
    for at in range(0, NUMBERS, 97):
        numbers = [at, *pseudo_random(3, at)]
        made = event_id(numbers)
        assert numbers_of_id(made) == numbers and event_id_from_hash(error_hash(numbers)) == made
        assert re.fullmatch(r"[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}", made)


def check_schema(content):
    """Only where the jsonschema package happens to be installed: this script needs nothing but Python."""
    try:
        import jsonschema
    except ImportError:
        return
    jsonschema.validate(content, json.loads((FOLDER / "error-hash.schema.json").read_text()))


def main():
    self_test()
    files = {"error-hash.json": error_hash_file(), "murmur.json": murmur_file()}
    check_schema(files["error-hash.json"])
    wrong = 0
    for name, content in files.items():
        for group, cases in content["cases"].items():
            names = [each["name"] for each in cases]
            assert len(names) == len(set(names)), f"{name}: two cases of one name in {group}"
        path, text = FOLDER / name, json.dumps(content, indent=1) + "\n"
        if "--write" in sys.argv:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            wrong += 1
            print(f"{path}: differs from what this script computes; see git diff after --write")
        print(name, {group: len(cases) for group, cases in content["cases"].items()})
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
