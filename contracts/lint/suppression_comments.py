"""The ignores that a document holds itself: in comments, and in objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from contracts.findings import Location
from contracts.lint.suppression import Suppression
from contracts.spec.document import Document
from contracts.spec.pointers import child_pointer
from contracts.spec.source_map import LINE_BREAK, Lines
from contracts.spec.traversal import Trail, pointer_of

KEY = "x-casemock-ignore"

Event = Any
"""An event of libyaml; every one from its parser has its marks."""

Place = tuple[int, int]
"""Line and column, both from 1."""

_COMMENT = re.compile(r"(?:^|(?<=\s))#[ \t]*casemock:[ \t]*ignore[ \t]+(?P<rules>[^#\n\r]*?)[ \t]*(?:--[^\n\r]*)?$")
_BARE = re.compile(r"\s*(#.*)?$")


def of_comments(name: str, text: str) -> Iterator[Suppression]:
    """What the comments of a text say.

    :param name: of the file; JSON has no comments.
    """
    if "casemock:" not in text or name.lower().endswith(".json"):
        return
    lines = LINE_BREAK.split(text)
    texts: list[tuple[Place, Place]] | None = None
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line) if "casemock:" in line else None
        if found is None:
            continue
        texts = _texts(text) if texts is None else texts
        if any(first <= (number, found.start() + 1) < last for first, last in texts):
            continue
        alone = not line[: found.start()].strip()
        covered = next((at for at in range(number + 1, len(lines) + 1) if not _BARE.match(lines[at - 1])), number)
        for rule in re.split(r"[,\s]+", found["rules"].strip()):
            if rule:
                at = Location(name, number, found.start() + 1)
                yield Suppression(rule, at, name, covered if alone else number)


def _texts(text: str) -> list[tuple[Place, Place]]:
    """Begin and end of each scalar of several lines, inside of which ``#`` begins no comment."""
    found: list[tuple[Place, Place]] = []
    lines = Lines(text)
    event: Event
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            first, last = lines.at(event.start_mark.index), lines.at(event.end_mark.index)
            if isinstance(event, yaml.ScalarEvent) and last[0] > first[0]:
                # A comment may stand behind the sign of a block.
                found.append(((first[0] + 1, 0) if event.style in ("|", ">") else first, last))
    except yaml.YAMLError:
        return []
    return found


def of_objects(document: Document) -> Iterator[Suppression]:
    """What the objects of a document say under :data:`KEY`; what is no name of a rule there is passed over."""
    for pointer, given in _marked(document.tree):
        inside, at = document.locate(pointer), document.locate(child_pointer(pointer, KEY))
        for rule in [given] if isinstance(given, str) else given:
            if isinstance(rule, str):
                yield Suppression(rule, at, inside.file, pointer=inside.pointer)


def _marked(tree: Any) -> Iterator[tuple[str, str | list[Any]]]:
    """Pointer of each mapping that has the key, and what it says; objects of every kind may, e.g. tags and servers."""
    stack: list[tuple[Trail, Any]] = [((), tree)]
    while stack:
        trail, node = stack.pop()
        if isinstance(node, dict):
            if isinstance(node.get(KEY), str | list):
                yield pointer_of(trail), node[KEY]
            stack += [((trail, key), value) for key, value in node.items() if isinstance(value, dict | list)]
        else:
            stack += [((trail, index), value) for index, value in enumerate(node) if isinstance(value, dict | list)]
