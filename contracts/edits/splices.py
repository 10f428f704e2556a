"""Edits as pieces of text to be replaced: what of a mapping or list goes, comes, or is called otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from contracts.edits.nodes import MAPPING, SCALAR, EditError, Member, Node, find, trimmed
from contracts.edits.writing import key_text, value_text
from contracts.findings import Edit

_GAP = re.compile(r"(?:\s|#[^\n]*\n)*")
_BEFORE_DASH = re.compile(r"(?:\s|#[^\n]*\n|[&!]\S*)*-")


class Splice(NamedTuple):
    """A piece of text and what comes in its place."""

    start: int
    end: int
    text: str


class Surgeon:
    """Makes splices for one text.

    :param root: its nodes.
    """

    def __init__(self, text: str, root: Node, *, is_json: bool) -> None:
        self.text = text
        self.root = root
        self.is_json = is_json
        found = re.search(r"\r\n|\r|\n", text)
        self.line_end = found[0] if found else "\n"

    def splices(self, edits: Sequence[Edit]) -> Iterator[Splice]:
        """What some edits come to, which are made together.

        :raises EditError: for one that cannot be made.
        """
        gone: dict[Node, list[int]] = {}
        ways: dict[Node, list[tuple[Node, int]]] = {}
        for edit in edits:
            way = find(self.root, edit.location.pointer)
            if edit.action == "insert":
                yield self._insert(way[-1][0].members[way[-1][1]].value if way else self.root, edit)
                continue
            if not way:
                raise EditError(f"{edit.action} of the whole document")
            holder, position = way[-1]
            if edit.action == "remove":
                gone.setdefault(holder, []).append(position)
                ways[holder] = way[:-1]
            elif edit.action == "rename":
                yield self._rename(holder, holder.members[position], edit.key)
            else:
                yield from self._replace(holder, position, edit)
        for holder, positions in gone.items():
            yield from self._remove(holder, sorted(set(positions)), ways[holder])

    # ------------------------------------------------------------------ rename and replace

    def _rename(self, holder: Node, member: Member, key: str) -> Splice:
        if holder.kind != MAPPING:
            raise EditError(f"{member.token}: an item of a list has no key")
        if any(one.token == key for one in holder.members):
            raise EditError(f"there is a member {key!r} already")
        return Splice(member.start, member.key_end, self._key(holder, key, self.text[member.start]))

    def _replace(self, holder: Node, position: int, edit: Edit) -> Iterator[Splice]:
        member = holder.members[position]
        node = member.value
        value = json.loads(edit.value)
        style = node.style if node.kind == SCALAR and node.style in ("'", '"') else ""
        text = self._value(value, style, holder, self._indent(member.start))
        if node.start >= node.end and not node.is_flow:
            yield Splice(node.start, node.end, f" {text}")
        elif node.kind != SCALAR and not node.is_flow and self._begins_line(node.start):
            yield Splice(self._sign_end(holder, position), self._sign_end(holder, position), f" {text}")
            yield self._lines(node.start, trimmed(self.text, node))
        else:
            yield Splice(node.start, trimmed(self.text, node), text)

    def _value(self, value: object, style: str, holder: Node, indent: str) -> str:
        """A value's text with the line ends of the file."""
        text = value_text(
            value, style, is_json=self.is_json, in_flow=holder.is_flow, indent=indent, unit=self._unit(holder)
        )
        return text.replace("\n", self.line_end)

    # ------------------------------------------------------------------ insert

    def _insert(self, node: Node, edit: Edit) -> Splice:
        if node.kind != MAPPING:
            raise EditError(f"no mapping to put {edit.key!r} into")
        if any(one.token == edit.key for one in node.members):
            raise EditError(f"there is a member {edit.key!r} already")
        key = self._key(node, edit.key, self.text[node.members[-1].start] if node.members else "")
        value = json.loads(edit.value)
        indent = self._indent(node.members[0].start) if node.members else ""
        pair = f"{key}:{self._blank(node)}{self._value(value, '', node, indent)}"
        if not node.members:
            return Splice(node.start, node.end, f"{{{pair}}}")
        last = node.members[-1]
        if not node.is_flow:
            end = self._line_end(trimmed(self.text, last.value) if last.value.end > last.key_end else last.end)
            column = " " * (node.members[0].start - self._line_start(node.members[0].start))
            is_last_line = end == len(self.text) and not self.text.endswith(("\n", "\r"))
            before, behind = (self.line_end, "") if is_last_line else ("", self.line_end)
            return Splice(end, end, f"{before}{column}{pair}{behind}")
        between = f"{self.line_end}{self._indent(last.start)}" if self._begins_line(last.start) else self._gap(node)
        return Splice(last.end, last.end, f",{between}{pair}")

    def _gap(self, node: Node) -> str:
        """What stands behind the commas of a mapping in brackets."""
        if len(node.members) > 1:
            return " " if self.text[node.members[-1].start - 1].isspace() else ""
        return "" if self.is_json and not self._blank(node) else " "

    def _blank(self, node: Node) -> str:
        """What stands behind the colons of a mapping: nothing in minified JSON."""
        if not node.is_flow or not self.is_json:
            return " "
        some = node.members or self.root.members
        return " " if not some or some[0].value.start > self.text.index(":", some[0].key_end) + 1 else ""

    # ------------------------------------------------------------------ remove

    def _remove(self, holder: Node, positions: list[int], way: list[tuple[Node, int]]) -> Iterator[Splice]:
        members = holder.members
        if len(positions) == len(members):
            yield from self._empty(holder, way)
            return
        for first, last in _runs(positions):
            if holder.is_flow:
                yield self._cut_flow(members, first, last)
            else:
                yield from self._cut_block(holder, first, last)

    def _empty(self, holder: Node, way: list[tuple[Node, int]]) -> Iterator[Splice]:
        nothing = "{}" if holder.kind == MAPPING else "[]"
        end = trimmed(self.text, holder)
        if holder.is_flow or not way or not self._begins_line(holder.start):
            yield Splice(holder.start, end, nothing)
        else:
            sign = self._sign_end(*way[-1])
            yield Splice(sign, sign, f" {nothing}")
            yield self._lines(holder.start, end)

    def _cut_flow(self, members: list[Member], first: int, last: int) -> Splice:
        start, end = members[first].start, members[last].end
        if last + 1 < len(members):
            gap = self.text[end : members[last + 1].start]
            return Splice(start, members[last + 1].start if "#" not in gap else end + gap.index(",") + 1, "")
        return Splice(members[first - 1].end, end, "")

    def _cut_block(self, holder: Node, first: int, last: int) -> Iterator[Splice]:
        members = holder.members
        start = members[first].start if holder.kind == MAPPING else self._dash(holder, first)
        end = max(trimmed(self.text, members[last].value), members[last].key_end)
        if self._begins_line(start):
            yield self._lines(start, end)
            return
        # The first in a list's item, behind its dash: the next one takes its place.
        following = members[last + 1].start if holder.kind == MAPPING else self._dash(holder, last + 1)
        yield Splice(start, end if "#" in self.text[end:following] else following, "")

    def _dash(self, holder: Node, position: int) -> int:
        """The offset of an item's dash."""
        behind = holder.start if position == 0 else holder.members[position - 1].end
        found = _BEFORE_DASH.match(self.text, behind)
        if found is None:
            raise EditError("no dash is found where an item of a list should begin")
        return found.end() - 1

    def _sign_end(self, holder: Node, position: int) -> int:
        """The offset behind a member's colon, or an item's dash."""
        if holder.kind != MAPPING:
            return self._dash(holder, position) + 1
        return self.text.index(":", holder.members[position].key_end) + 1

    # ------------------------------------------------------------------ lines

    def _key(self, holder: Node, key: str, first: str) -> str:
        style = first if first in ("'", '"') else ""
        return key_text(key, style, is_json=self.is_json, in_flow=holder.is_flow)

    def _line_start(self, offset: int) -> int:
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def _line_end(self, offset: int) -> int:
        """The offset behind a line's end."""
        found = re.compile(r"\r\n|\r|\n").search(self.text, offset)
        return found.end() if found else len(self.text)

    def _begins_line(self, offset: int) -> bool:
        return not self.text[self._line_start(offset) : offset].strip(" \t")

    def _indent(self, offset: int) -> str:
        start = self._line_start(offset)
        line = self.text[start:offset]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def _unit(self, holder: Node) -> str:
        """One level of indentation in JSON that is written over several lines."""
        if not self.is_json or not self.root.members or not self._begins_line(self.root.members[0].start):
            return ""
        return self._indent(self.root.members[0].start) if holder.members else ""

    def _lines(self, start: int, end: int) -> Splice:
        """The whole lines of something that begins one; a comment behind it goes with it."""
        behind = self._line_end(end)
        rest = self.text[end:behind].strip()
        if rest and not rest.startswith("#"):
            raise EditError("something else stands on the same line")
        return Splice(self._line_start(start), behind, "")


def _runs(positions: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each row of neighbours: ``[1, 2, 4]`` gives ``(1, 2)`` and ``(4, 4)``."""
    first = last = positions[0]
    for position in positions[1:]:
        if position != last + 1:
            yield first, last
            first = position
        last = position
    yield first, last
