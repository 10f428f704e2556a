"""JSON values put wrong at random: replaced, deleted, swapped, doubled. The same seed makes the same ones."""

from __future__ import annotations

import copy
import random
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 3.5, 1e308, 10**30, "", "x", "#/nowhere", "#/components/schemas/Nope", "//[", "{id}", "2XX",
    "string", "object", "application/json; charset=x-9", "multipart/form-data; boundary=\"", "\u0000", "é\ud800",
    [], {}, [1], [None], {"": {}}, {"a": 1}, {"\udc00": 1}, {"$ref": "#"}, {"$ref": "#/paths"}, {"$ref": 5},
    {"type": ["string", 1]}, [{"type": "string"}], [["a", "b"]],
)  # fmt: skip
"""What stands in the place of something else: all types, and texts that mean much."""

KEYS = ("", "$ref", "x-a", "a/b~c", "type", "allOf", "items", "200", "{a}", "content", "schema")


def mutated(tree: Any, chance: random.Random) -> Any:
    """A copy of a mapping or list with one to three of its nodes put wrong."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.choice((1, 1, 2, 3))):
        ways = _ways(tree)
        if not ways:
            break
        one, other = chance.choice(ways), chance.choice(ways)
        _put_wrong(tree, one, other, chance)
    return tree


def _put_wrong(tree: Any, one: tuple[Any, ...], other: tuple[Any, ...], chance: random.Random) -> None:
    holder, token = _at(tree, one[:-1]), one[-1]
    donor = _at(tree, other[:-1])
    match chance.randrange(5):
        case 0:
            del holder[token]
        case 1:
            holder[token] = copy.deepcopy(donor[other[-1]])
        case 2 if isinstance(holder, dict):
            holder[chance.choice(KEYS)] = copy.deepcopy(chance.choice(ODD))
        case 3:
            mine, its = copy.deepcopy(holder[token]), copy.deepcopy(donor[other[-1]])
            donor[other[-1]], holder[token] = mine, its
        case _:
            holder[token] = copy.deepcopy(chance.choice(ODD))


def _ways(tree: Any) -> list[tuple[Any, ...]]:
    """The way to each node below the root, those near the root first."""
    found: list[tuple[Any, ...]] = [()]
    for way in found:
        node = _at(tree, way)
        tokens = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        found += [(*way, token) for token in tokens]
    return found[1:]


def _at(tree: Any, way: tuple[Any, ...]) -> Any:
    for token in way:
        tree = tree[token]
    return tree
