"""Start and end offsets of the values in a YAML or JSON text; JSON is scanned lazily."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from contracts.spec.json_text import SCAN, scan_entries
from contracts.spec.pointers import split_pointer

MAPPING, SEQUENCE, SCALAR, ALIAS = "mapping", "sequence", "scalar", "alias"

Event = Any
"""An event of libyaml with its marks."""


class EditError(Exception):
    """An edit that cannot be applied to a text; the message is the reason, one phrase."""


@dataclass(eq=False)
class Node:
    """A value in a text.

    :param kind: ``mapping``, ``sequence``, ``scalar`` or ``alias``.
    :param start: offset of its first character; in block style of its first key or dash.
    :param end: offset after its last character, without trailing comments and blank lines.
    :param is_flow: whether it is written in brackets, as always in JSON.
    :param style: of a scalar: ``"``, ``'``, ``|``, ``>`` or ``""``.
    """

    kind: str
    start: int
    end: int
    is_flow: bool = False
    style: str = ""
    own_entries: list[Entry] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        """The entries or items, in the order of the text."""
        return self.own_entries


@dataclass(eq=False)
class Entry:
    """An entry of a mapping or an item of a list.

    :param token: key or index.
    :param start: offset of the key; for items, of the value.
    :param key_end: offset after the key; for items, the start of the value.
    """

    token: str
    start: int
    key_end: int
    value: Node

    @property
    def end(self) -> int:
        """Offset after the entry."""
        return max(self.value.end, self.key_end)


def find(root: Node, pointer: str) -> list[tuple[Node, int]]:
    """Return the path to a pointer: the nodes, each with the position of the next entry.

    :raises EditError: if the text has no value there, or only through an alias.
    """
    path: list[tuple[Node, int]] = []
    node = root
    for token in split_pointer(pointer):
        position = next((at for at, entry in enumerate(node.entries) if entry.token == token), None)
        if position is None:
            what = "inside of an alias" if node.kind == ALIAS else "not found in this file"
            raise EditError(f"#{pointer}: {what}")
        path.append((node, position))
        node = node.entries[position].value
    return path


def read_nodes(text: str, *, is_json: bool) -> Node:
    """Return the root node of a valid YAML or JSON text."""
    if is_json:
        start = len(text) - len(text.lstrip(" \t\r\n"))
        return _json_node(text, start, SCAN(text, start)[1])
    return _YamlReader(text).root()


class _JsonNode(Node):
    """A mapping or list in JSON whose entries are scanned on first use."""

    text: str = ""

    @cached_property
    def _found(self) -> list[Entry]:
        return list(self._scanned())

    def _scanned(self) -> Iterator[Entry]:
        for token, start, value in scan_entries(self.text, self.start):
            key_end = SCAN(self.text, start)[1] if self.kind == MAPPING else start
            yield Entry(token, start, key_end, _json_node(self.text, value, SCAN(self.text, value)[1]))

    @property
    def entries(self) -> list[Entry]:
        return self._found


def _json_node(text: str, start: int, end: int) -> Node:
    kind = {"{": MAPPING, "[": SEQUENCE}.get(text[start])
    if kind is None:
        return Node(SCALAR, start, end, is_flow=True, style='"' if text[start] == '"' else "")
    node = _JsonNode(kind, start, end, is_flow=True)
    node.text = text
    return node


class _YamlReader:
    """Builds nodes from the events of libyaml; aliases are not resolved."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Event] = iter(yaml.parse(text, Loader=yaml.CBaseLoader))

    def root(self) -> Node:
        next(self._events)
        next(self._events)
        return self._node(next(self._events))

    def _node(self, event: Event) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, ScalarEvent):
            return Node(SCALAR, start, end, style=event.style or "")
        if isinstance(event, AliasEvent):
            return Node(ALIAS, start, end)
        kind = MAPPING if isinstance(event, MappingStartEvent) else SEQUENCE
        node = Node(kind, start, end, bool(event.flow_style))
        self._fill(node)
        return node

    def _fill(self, node: Node) -> None:
        while isinstance(
            event := next(self._events), ScalarEvent | AliasEvent | MappingStartEvent | SequenceStartEvent
        ):
            first = self._node(event)
            if node.kind == SEQUENCE:
                node.own_entries.append(Entry(str(len(node.own_entries)), first.start, first.start, first))
                continue
            value = self._node(next(self._events))
            token = event.value if isinstance(event, ScalarEvent) else ""
            node.own_entries.append(Entry(token, first.start, first.end, value))
        # libyaml reports the end of a block at the next token.
        entries = node.own_entries
        node.end = event.end_mark.index if node.is_flow or not entries else entries[-1].end


def trimmed(text: str, node: Node) -> int:
    """Return the end of a value without the blank lines that libyaml includes in a block scalar."""
    last = node
    while last.entries and not last.is_flow:
        last = last.entries[-1].value
    return len(text[: node.end].rstrip()) if last.style in ("|", ">") and last.kind == SCALAR else node.end
