"""Random mutations of JSON values: nodes are replaced, deleted, swapped or copied."""

from __future__ import annotations

import copy
import random
from typing import Any

REPLACEMENTS: tuple[Any, ...] = (
    None, True, 0, -1, 3.5, 1e308, 10**30, "", "x", "#/nowhere", "#/components/schemas/Nope", "//[", "{id}", "2XX",
    "string", "object", "application/json; charset=x-9", "multipart/form-data; boundary=\"", "\u0000", "é\ud800",
    [], {}, [1], [None], {"": {}}, {"a": 1}, {"\udc00": 1}, {"$ref": "#"}, {"$ref": "#/paths"}, {"$ref": 5},
    {"type": ["string", 1]}, [{"type": "string"}], [["a", "b"]],
)  # fmt: skip
"""Values that replace nodes: all types, and strings with a special meaning in OpenAPI."""

KEYS = ("", "$ref", "x-a", "a/b~c", "type", "allOf", "items", "200", "{a}", "content", "schema")


def mutated(tree: Any, chance: random.Random) -> Any:
    """Return a copy of a mapping or list with one to three mutations, which depend only on ``chance``."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.choice((1, 1, 2, 3))):
        paths = _paths(tree)
        if not paths:
            break
        one, other = chance.choice(paths), chance.choice(paths)
        _mutate(tree, one, other, chance)
    return tree


def _mutate(tree: Any, one: tuple[Any, ...], other: tuple[Any, ...], chance: random.Random) -> None:
    parent, token = _at(tree, one[:-1]), one[-1]
    other_parent = _at(tree, other[:-1])
    match chance.randrange(5):
        case 0:
            del parent[token]
        case 1:
            parent[token] = copy.deepcopy(other_parent[other[-1]])
        case 2 if isinstance(parent, dict):
            parent[chance.choice(KEYS)] = copy.deepcopy(chance.choice(REPLACEMENTS))
        case 3:
            first, second = copy.deepcopy(parent[token]), copy.deepcopy(other_parent[other[-1]])
            other_parent[other[-1]], parent[token] = first, second
        case _:
            parent[token] = copy.deepcopy(chance.choice(REPLACEMENTS))


def _paths(tree: Any) -> list[tuple[Any, ...]]:
    """Return the path of each node below the root, shortest paths first."""
    found: list[tuple[Any, ...]] = [()]
    for path in found:
        node = _at(tree, path)
        tokens = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        found += [(*path, token) for token in tokens]
    return found[1:]


def _at(tree: Any, path: tuple[Any, ...]) -> Any:
    for token in path:
        tree = tree[token]
    return tree
