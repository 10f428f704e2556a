"""The names by which schemas of one file can be referred to besides their JSON pointers."""

from __future__ import annotations

from typing import Any

from contracts.spec.document import child_pointer

DATA = frozenset({"example", "examples", "default", "enum", "const", "value"})
"""Fields that hold data, in which nothing is a name."""


def identifiers(tree: Any) -> dict[str, str]:
    """JSON pointers by name: ``#name`` for an ``$anchor`` or ``$dynamicAnchor``, the URI for an ``$id``.

    An ``$id`` is taken as it is written, and the base URI of what stands below stays that of the file (JSON Schema
    2020-12, section 8.2.1, would change it): that is what those who keep schemas in files mean.
    """
    found: dict[str, str] = {}
    stack: list[tuple[Any, str]] = [(tree, "")]
    while stack:
        node, pointer = stack.pop()
        if isinstance(node, list):
            stack.extend((item, child_pointer(pointer, index)) for index, item in enumerate(node))
        elif isinstance(node, dict):
            for keyword, sign in (("$anchor", "#"), ("$dynamicAnchor", "#"), ("$id", "")):
                name = node.get(keyword)
                if isinstance(name, str):
                    found.setdefault(sign + name, pointer)
            stack.extend((value, child_pointer(pointer, key)) for key, value in node.items() if key not in DATA)
    return found
