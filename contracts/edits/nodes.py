"""Where each value of a text begins and ends, for YAML and JSON alike; read as far down as somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from contracts.spec.document import split_pointer
from contracts.spec.json_text import SCAN, scan_entries

MAPPING, SEQUENCE, SCALAR, ALIAS = "mapping", "sequence", "scalar", "alias"

Event = Any
"""An event of libyaml; every one from its parser has its marks."""


class EditError(Exception):
    """A change that cannot be made in this text; the message says why, in one phrase."""


@dataclass(eq=False)
class Node:
    """A value in a text.

    :param kind: ``mapping``, ``sequence``, ``scalar`` or ``alias``.
    :param start: offset of its first character; in block style that of its first key or dash.
    :param end: offset behind its last character, comments and blank lines behind it left out.
    :param is_flow: whether it stands in brackets, as all do in JSON.
    :param style: of a scalar: ``"``, ``'``, ``|``, ``>`` or ``""``.
    """

    kind: str
    start: int
    end: int
    is_flow: bool = False
    style: str = ""
    own_members: list[Member] = field(default_factory=list)

    @property
    def members(self) -> list[Member]:
        """Its members or items, in the order of the text."""
        return self.own_members


@dataclass(eq=False)
class Member:
    """A member of a mapping or an item of a list.

    :param token: its key, or its index.
    :param start: offset of its key; of an item that of its value.
    :param key_end: offset behind the key; of an item that of its value's begin.
    """

    token: str
    start: int
    key_end: int
    value: Node

    @property
    def end(self) -> int:
        """Offset behind it."""
        return max(self.value.end, self.key_end)


def find(root: Node, pointer: str) -> list[tuple[Node, int]]:
    """The way to what stands at a pointer: each node on it with the position of the member that is taken.

    :raises EditError: where nothing stands there in this text, or only an alias for it.
    """
    way: list[tuple[Node, int]] = []
    node = root
    for token in split_pointer(pointer):
        position = next((at for at, member in enumerate(node.members) if member.token == token), None)
        if position is None:
            what = "an alias stands in between" if node.kind == ALIAS else "nothing stands there in this text"
            raise EditError(f"#{pointer}: {what}")
        way.append((node, position))
        node = node.members[position].value
    return way


def read_nodes(text: str, *, is_json: bool) -> Node:
    """The root of a text that is known to be YAML, or JSON."""
    if is_json:
        start = len(text) - len(text.lstrip(" \t\r\n"))
        return _json_node(text, start, SCAN(text, start)[1])
    return _YamlReader(text).root()


class _JsonNode(Node):
    """A mapping or list in JSON; its members are looked for when they are asked for."""

    text: str = ""

    @cached_property
    def _found(self) -> list[Member]:
        return list(self._scanned())

    def _scanned(self) -> Iterator[Member]:
        for token, start, value in scan_entries(self.text, self.start):
            key_end = SCAN(self.text, start)[1] if self.kind == MAPPING else start
            yield Member(token, start, key_end, _json_node(self.text, value, SCAN(self.text, value)[1]))

    @property
    def members(self) -> list[Member]:
        return self._found


def _json_node(text: str, start: int, end: int) -> Node:
    kind = {"{": MAPPING, "[": SEQUENCE}.get(text[start])
    if kind is None:
        return Node(SCALAR, start, end, is_flow=True, style='"' if text[start] == '"' else "")
    node = _JsonNode(kind, start, end, is_flow=True)
    node.text = text
    return node


class _YamlReader:
    """One pass over libyaml's events. Aliases stay what they are."""

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
                node.own_members.append(Member(str(len(node.own_members)), first.start, first.start, first))
                continue
            value = self._node(next(self._events))
            token = event.value if isinstance(event, ScalarEvent) else ""
            node.own_members.append(Member(token, first.start, first.end, value))
        # The end of a block lies at the next token, wherever that is.
        members = node.own_members
        node.end = event.end_mark.index if node.is_flow or not members else members[-1].end


def trimmed(text: str, node: Node) -> int:
    """The end of a value without the blank lines that libyaml counts to a block scalar."""
    last = node
    while last.members and not last.is_flow:
        last = last.members[-1].value
    return len(text[: node.end].rstrip()) if last.style in ("|", ">") and last.kind == SCALAR else node.end
