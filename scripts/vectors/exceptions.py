#!/usr/bin/env python3
"""Checks test/vectors/exceptions.json against a second implementation of the protocol's rule.

Order on the wire is causes first, the thrown error last; ids count from the thrown error (0), depth
first, `cause` before `errors[n]`; six errors at most; a cycle ends the walk. Exit code 1 on a difference.
"""

import json
import pathlib
import sys

LIMIT = 6
FILE = pathlib.Path(__file__).resolve().parents[2] / "test" / "vectors" / "exceptions.json"


def flatten(tree):
    """The list of one tree. A node `{"same_as": name}` stands for the node of that name again."""
    named, found, seen = {}, [], set()

    def remember(node):
        if "name" in node:
            named[node["name"]] = node
        for child in [node.get("cause"), *node.get("errors", [])]:
            if child is not None and "same_as" not in child:
                remember(child)

    def visit(node, parent, source):
        node = named[node["same_as"]] if "same_as" in node else node
        if len(found) >= LIMIT or id(node) in seen:
            return
        seen.add(id(node))
        mine = len(found)
        entry = {"value": node.get("message", ""), "type": node.get("type", "Error"), "id": mine}
        if parent is not None:
            entry.update(parent=parent, source=source)
        if "errors" in node:
            entry["group"] = True
        found.append(entry)
        if "cause" in node:
            visit(node["cause"], mine, "cause")
        for index, member in enumerate(node.get("errors", [])[:LIMIT]):
            visit(member, mine, f"errors[{index}]")

    remember(tree)
    visit(tree, None, None)
    if len(found) == 1:
        del found[0]["id"]
    return found[::-1]


def main():
    cases = json.loads(FILE.read_text(encoding="utf-8"))
    wrong = [case["name"] for case in cases if flatten(case["input"]) != case["expected"]]
    for name in wrong:
        print(f"differs: {name}")
    print(f"{len(cases) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
