"""Translates edits of mappings and lists into replacements of text; keys and values are written in matching style."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from contracts.findings import Edit
from contracts.spec.yaml_scalars import plain_scalar
from contracts.text_edits.nodes import MAPPING, SCALAR, EditError, Entry, Node, find, trimmed

_GAP = re.compile(r"(?:\s|#[^\n]*\n)*")
_BEFORE_DASH = re.compile(r"(?:\s|#[^\n]*\n|[&!]\S*)*-")


_PLAIN = re.compile(r"[A-Za-z_/$](?:[\w./$ {}()+=?%&~,'-]|:(?=[\w/]))*(?<! )")
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z_/$](?:[\w./$ ()+=?%&~'-]|:(?=[\w/]))*(?<! )")
"""Strings that need no quotes in YAML; deliberately few."""

_VERSION = re.compile(r"\d+\.\d+\.\d+")

_BOOLEANS = frozenset({"y", "n", "yes", "no", "on", "off"})
"""Booleans of YAML 1.1, which many tools still recognize."""


class Splice(NamedTuple):
    """A range of text and its replacement."""

    start: int
    end: int
    text: str


class TextEditor:
    """Translates edits of one text into splices.

    :param root: the root node of the text.
    """

    def __init__(self, text: str, root: Node, *, is_json: bool) -> None:
        self.text = text
        self.root = root
        self.is_json = is_json
        found = re.search(r"\r\n|\r|\n", text)
        self.line_end = found[0] if found else "\n"

    def splices(self, edits: Sequence[Edit]) -> Iterator[Splice]:
        """Yield the splices of edits that are applied together.

        :raises EditError: for an edit that cannot be applied.
        """
        removed: dict[Node, list[int]] = {}
        paths: dict[Node, list[tuple[Node, int]]] = {}
        for edit in edits:
            path = find(self.root, edit.location.pointer)
            if edit.action == "insert":
                yield self._insert(path[-1][0].entries[path[-1][1]].value if path else self.root, edit)
                continue
            if not path:
                raise EditError(f"cannot {edit.action} the whole document")
            holder, index = path[-1]
            if edit.action == "remove":
                removed.setdefault(holder, []).append(index)
                paths[holder] = path[:-1]
            elif edit.action == "rename":
                yield self._rename(holder, holder.entries[index], edit.key)
            else:
                yield from self._replace(holder, index, edit)
        for holder, indices in removed.items():
            yield from self._remove(holder, sorted(set(indices)), paths[holder])

    # ------------------------------------------------------------------ rename and replace

    def _rename(self, holder: Node, entry: Entry, key: str) -> Splice:
        if holder.kind != MAPPING:
            raise EditError(f"{entry.token}: list items have no key")
        if any(one.token == key for one in holder.entries):
            raise EditError(f"key {key!r} exists already")
        return Splice(entry.start, entry.key_end, self._key(holder, key, self.text[entry.start]))

    def _replace(self, holder: Node, index: int, edit: Edit) -> Iterator[Splice]:
        entry = holder.entries[index]
        node = entry.value
        value = json.loads(edit.value)
        style = node.style if node.kind == SCALAR and node.style in ("'", '"') else ""
        text = self._value(value, style, holder, self._indent(entry.start))
        if node.start >= node.end and not node.is_flow:
            yield Splice(node.start, node.end, f" {text}")
        elif node.kind != SCALAR and not node.is_flow and self._begins_line(node.start):
            yield Splice(self._sign_end(holder, index), self._sign_end(holder, index), f" {text}")
            yield self._lines(node.start, trimmed(self.text, node))
        else:
            yield Splice(node.start, trimmed(self.text, node), text)

    def _value(self, value: object, style: str, holder: Node, indent: str) -> str:
        """Return the text of a value with the line ends of the file."""
        text = value_text(
            value, style, is_json=self.is_json, in_flow=holder.is_flow, indent=indent, unit=self._unit(holder)
        )
        return text.replace("\n", self.line_end)

    # ------------------------------------------------------------------ insert

    def _insert(self, node: Node, edit: Edit) -> Splice:
        if node.kind != MAPPING:
            raise EditError(f"cannot insert {edit.key!r}: not a mapping")
        if any(one.token == edit.key for one in node.entries):
            raise EditError(f"key {edit.key!r} exists already")
        key = self._key(node, edit.key, self.text[node.entries[-1].start] if node.entries else "")
        value = json.loads(edit.value)
        indent = self._indent(node.entries[0].start) if node.entries else ""
        pair = f"{key}:{self._blank(node)}{self._value(value, '', node, indent)}"
        if not node.entries:
            return Splice(node.start, node.end, f"{{{pair}}}")
        last = node.entries[-1]
        if not node.is_flow:
            end = self._line_end(trimmed(self.text, last.value) if last.value.end > last.key_end else last.end)
            column = " " * (node.entries[0].start - self._line_start(node.entries[0].start))
            is_last_line = end == len(self.text) and not self.text.endswith(("\n", "\r"))
            before, after = (self.line_end, "") if is_last_line else ("", self.line_end)
            return Splice(end, end, f"{before}{column}{pair}{after}")
        between = f"{self.line_end}{self._indent(last.start)}" if self._begins_line(last.start) else self._gap(node)
        return Splice(last.end, last.end, f",{between}{pair}")

    def _gap(self, node: Node) -> str:
        """Return the whitespace after the commas of a mapping in brackets."""
        if len(node.entries) > 1:
            return " " if self.text[node.entries[-1].start - 1].isspace() else ""
        return "" if self.is_json and not self._blank(node) else " "

    def _blank(self, node: Node) -> str:
        """Return the whitespace after the colons of a mapping: none in minified JSON."""
        if not node.is_flow or not self.is_json:
            return " "
        some = node.entries or self.root.entries
        return " " if not some or some[0].value.start > self.text.index(":", some[0].key_end) + 1 else ""

    # ------------------------------------------------------------------ remove

    def _remove(self, holder: Node, indices: list[int], path: list[tuple[Node, int]]) -> Iterator[Splice]:
        entries = holder.entries
        if len(indices) == len(entries):
            yield from self._empty(holder, path)
            return
        for first, last in _runs(indices):
            if holder.is_flow:
                yield self._cut_flow(entries, first, last)
            else:
                yield from self._cut_block(holder, first, last)

    def _empty(self, holder: Node, path: list[tuple[Node, int]]) -> Iterator[Splice]:
        empty = "{}" if holder.kind == MAPPING else "[]"
        end = trimmed(self.text, holder)
        if holder.is_flow or not path or not self._begins_line(holder.start):
            yield Splice(holder.start, end, empty)
        else:
            sign = self._sign_end(*path[-1])
            yield Splice(sign, sign, f" {empty}")
            yield self._lines(holder.start, end)

    def _cut_flow(self, entries: list[Entry], first: int, last: int) -> Splice:
        start, end = entries[first].start, entries[last].end
        if last + 1 < len(entries):
            gap = self.text[end : entries[last + 1].start]
            return Splice(start, entries[last + 1].start if "#" not in gap else end + gap.index(",") + 1, "")
        return Splice(entries[first - 1].end, end, "")

    def _cut_block(self, holder: Node, first: int, last: int) -> Iterator[Splice]:
        entries = holder.entries
        start = entries[first].start if holder.kind == MAPPING else self._dash(holder, first)
        end = max(trimmed(self.text, entries[last].value), entries[last].key_end)
        if self._begins_line(start):
            yield self._lines(start, end)
            return
        # The first entry of a list item, after its dash: the next entry replaces it.
        following = entries[last + 1].start if holder.kind == MAPPING else self._dash(holder, last + 1)
        yield Splice(start, end if "#" in self.text[end:following] else following, "")

    def _dash(self, holder: Node, index: int) -> int:
        """Return the offset of an item's dash."""
        after = holder.start if index == 0 else holder.entries[index - 1].end
        found = _BEFORE_DASH.match(self.text, after)
        if found is None:
            raise EditError("cannot find the dash of a list item")
        return found.end() - 1

    def _sign_end(self, holder: Node, index: int) -> int:
        """Return the offset after an entry's colon or an item's dash."""
        if holder.kind != MAPPING:
            return self._dash(holder, index) + 1
        return self.text.index(":", holder.entries[index].key_end) + 1

    # ------------------------------------------------------------------ lines

    def _key(self, holder: Node, key: str, first: str) -> str:
        style = first if first in ("'", '"') else ""
        return key_text(key, style, is_json=self.is_json, in_flow=holder.is_flow)

    def _line_start(self, offset: int) -> int:
        return max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1

    def _line_end(self, offset: int) -> int:
        """Return the offset after the end of the line."""
        found = re.compile(r"\r\n|\r|\n").search(self.text, offset)
        return found.end() if found else len(self.text)

    def _begins_line(self, offset: int) -> bool:
        return not self.text[self._line_start(offset) : offset].strip(" \t")

    def _indent(self, offset: int) -> str:
        start = self._line_start(offset)
        line = self.text[start:offset]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def _unit(self, holder: Node) -> str:
        """Return one level of indentation of multi-line JSON; otherwise ``""``."""
        if not self.is_json or not self.root.entries or not self._begins_line(self.root.entries[0].start):
            return ""
        return self._indent(self.root.entries[0].start) if holder.entries else ""

    def _lines(self, start: int, end: int) -> Splice:
        """Return a splice that removes whole lines, including a comment at the end."""
        after = self._line_end(end)
        rest = self.text[end:after].strip()
        if rest and not rest.startswith("#"):
            raise EditError("other content on the same line")
        return Splice(self._line_start(start), after, "")


def _runs(indices: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of consecutive numbers: ``[1, 2, 4]`` gives ``(1, 2)`` and ``(4, 4)``."""
    first = last = indices[0]
    for index in indices[1:]:
        if index != last + 1:
            yield first, last
            first = index
        last = index
    yield first, last


# ---------------------------------------------------------------------- keys and values


def scalar(value: object, style: str, *, is_json: bool, in_flow: bool) -> str:
    """Return a string, number, boolean or null as text.

    :param style: the quotes of the previous value; ``""``: none.
    """
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if is_json or style == '"':
        return json.dumps(value, ensure_ascii=False)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return value if _is_plain(value, in_flow=in_flow) else _quoted(value)


def value_text(value: Any, style: str, *, is_json: bool, in_flow: bool, indent: str = "", unit: str = "") -> str:
    """Return any value as text; mappings and lists in brackets.

    :param indent: indentation of the first line.
    :param unit: indentation of one level; ``""``: everything on one line.
    """
    if not isinstance(value, dict | list):
        return scalar(value, style, is_json=is_json, in_flow=in_flow)
    if is_json:
        text = json.dumps(value, ensure_ascii=False, indent=unit or None)
        return text.replace("\n", f"\n{indent}")
    parts = (
        [f"{key_text(key, '', is_json=False, in_flow=True)}: {_inner(one)}" for key, one in value.items()]
        if isinstance(value, dict)
        else [_inner(one) for one in value]
    )
    return ("{%s}" if isinstance(value, dict) else "[%s]") % ", ".join(parts)


def key_text(key: str, style: str, *, is_json: bool, in_flow: bool) -> str:
    """Return a key as text; keys are strings, so ``200`` gets quotes."""
    return scalar(key, style, is_json=is_json, in_flow=in_flow)


def _inner(value: Any) -> str:
    return value_text(value, "", is_json=False, in_flow=True)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=not value.isprintable())


def _is_plain(value: str, *, in_flow: bool) -> bool:
    pattern = _PLAIN_IN_FLOW if in_flow else _PLAIN
    try:
        is_string = value.lower() not in _BOOLEANS and plain_scalar(value) == value
        matches = pattern.fullmatch(value) or _VERSION.fullmatch(value)
        return is_string and matches is not None and value.isprintable()
    except ValueError:
        return False
