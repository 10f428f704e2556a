"""Parse YAML into JSON values in one pass over the events of libyaml, and record the offsets of keys and items.

OpenAPI requires YAML 1.2 limited to what JSON can express (3.1, "Format"). Scalars follow the core schema of YAML 1.2
(section 10.3.2), so ``yes``, ``on``, ``2020-01-01`` and ``12:30`` are strings. Keys are always strings: ``200:`` is
``"200"``.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from contracts.spec.pointers import child_pointer
from contracts.spec.source_map import DEEPEST, ParseIssue, TreeSourceMap, UnreadableError, too_deep
from contracts.spec.yaml_scalars import CORE, plain_scalar, short_tag, tagged_scalar

ALIASED_MOST = 1_000_000
"""Maximum number of keys and items that aliases may add, against "billion laughs" attacks."""

ALIASED_SIZE = 64 * 1024 * 1024
"""Maximum number of characters of the keys and scalars that aliases may add: a document of that size is refused too.

A text of 1 MB with 4,000 aliases of it is small in memory, and 4 GB in whatever is written from it.
"""

PROBLEMS_MOST = 1000
"""Number of problems after which duplicate keys are no longer reported."""

UNCLOSED = ("found unexpected end of stream", "found unexpected document indicator")
"""Errors of libyaml for a quoted scalar that is not closed."""

Event: TypeAlias = Any
"""An event of libyaml; its attributes depend on its class."""


class Limits(NamedTuple):
    """Limits of a text.

    :param depth: maximum nesting depth of mappings and lists, after aliases are replaced.
    :param aliased: maximum number of keys and items that aliases may add.
    :param aliased_size: maximum number of characters of the keys and scalars that aliases may add.
    """

    depth: int = DEEPEST
    aliased: int = ALIASED_MOST
    aliased_size: int = ALIASED_SIZE


DOCUMENT = Limits()


def read_yaml(text: str, limits: Limits = DOCUMENT) -> tuple[TreeSourceMap, list[ParseIssue]]:
    """Parse YAML.

    :returns: the tree with its offsets, and the problems that do not prevent reading.
    :raises UnreadableError: if the text cannot be parsed, or exceeds a limit.
    """
    reader = _Reader(text, limits)
    try:
        reader.read()
    except yaml.YAMLError as error:
        raise UnreadableError(_nesting(error, text, limits) or _syntax(error, text)) from error
    return reader.places, reader.problems


class _Reader:
    """Reads one text. ``path`` is the path of the current value."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.limits = limits
        self.next: Callable[[], Event] = yaml.CBaseLoader(text).get_event
        self.places = TreeSourceMap()
        self.problems: list[ParseIssue] = []
        self.path: list[str | int] = []
        self.anchors: dict[str, Any] = {}
        self.open_anchors: set[str] = set()
        self.aliased = self.aliased_size = 0

    def read(self) -> None:
        self.next()
        event = self.next()
        if isinstance(event, StreamEndEvent):
            raise UnreadableError(ParseIssue("empty", 0, "", "the file is empty", "write a YAML or JSON document"))
        event = self.next()
        self.places.start = event.start_mark.index
        self.places.tree = self.node(event)
        self.next()
        event = self.next()
        if not isinstance(event, StreamEndEvent):
            message, hint = "a second YAML document starts here", "keep one document per file"
            raise UnreadableError(ParseIssue("syntax", event.start_mark.index, "", message, hint))

    def node(self, event: Event) -> Any:
        kind = type(event)
        if kind is ScalarEvent:
            value = self.scalar(event)
        elif kind is AliasEvent:
            return self.alias(event)
        else:
            return self.collection(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = value
        return value

    def collection(self, event: Event) -> Any:
        if len(self.path) >= self.limits.depth:
            raise too_deep(event.start_mark.index, self.pointer(), self.limits.depth)
        anchor = event.anchor
        if anchor is not None:
            self.open_anchors.add(anchor)
        if event.tag is not None and event.tag not in (CORE + "map", CORE + "seq", "!"):
            self.report("syntax", event, f"unknown YAML tag {short_tag(event.tag)!r}", "remove the tag")
        value: Any = self.mapping() if type(event) is MappingStartEvent else self.sequence()
        if anchor is not None:
            self.open_anchors.discard(anchor)
            self.anchors[anchor] = value
        return value

    def sequence(self) -> list[Any]:
        items: list[Any] = []
        offsets = self.places.offsets[id(items)] = array("Q")
        path = self.path
        path.append(0)
        while type(event := self.next()) is not SequenceEndEvent:
            path[-1] = len(items)
            offsets.append(event.start_mark.index)
            items.append(self.node(event))
        path.pop()
        return items

    def mapping(self) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        offsets = self.places.offsets[id(mapping)] = array("Q")
        merged: list[tuple[Event, Any]] = []
        path = self.path
        path.append("")
        while type(event := self.next()) is not MappingEndEvent:
            key = self.key(event)
            path[-1] = "" if key is None else key
            value = self.node(self.next())
            if key is None:
                continue
            if key == "<<" and type(event) is ScalarEvent and event.implicit[0]:
                merged.append((event, value))
            elif key in mapping:
                self.duplicate(event, key, mapping)
            else:
                mapping[key] = value
                offsets.append(event.start_mark.index)
        path.pop()
        for event, value in merged:
            self.merge(event, value, mapping)
        return mapping

    def key(self, event: Event) -> str | None:
        if type(event) is ScalarEvent:
            if event.anchor is not None:
                self.anchors[event.anchor] = self.scalar(event)
            key: str = event.value
            return key
        value = self.node(event)
        if isinstance(value, str):
            return value
        pointer = child_pointer("", *self.path[:-1])
        message, hint = "key is a list or a mapping, not a string", "quote the key"
        self.problems.append(ParseIssue("syntax", event.start_mark.index, pointer, message, hint))
        return None

    def duplicate(self, event: Event, key: str, mapping: dict[str, Any]) -> None:
        if len(self.problems) >= PROBLEMS_MOST:
            return
        first = self.places.offsets[id(mapping)][list(mapping).index(key)]
        message, hint = f"duplicate key {key!r}, first defined at {{other}}", "remove or rename one of them"
        self.problems.append(
            ParseIssue("duplicate-key", event.start_mark.index, self.pointer(), message, hint, other=first)
        )

    def merge(self, event: Event, value: Any, mapping: dict[str, Any]) -> None:
        """Apply ``<<``: own keys win, then earlier mappings of a list (yaml.org/type/merge.html)."""
        for source in value if isinstance(value, list) else [value]:
            if not isinstance(source, dict):
                self.report("syntax", event, "'<<' can only merge mappings", "use an alias of one, e.g. '<<: *common'")
                continue
            offsets, source_offsets = self.places.offsets[id(mapping)], self.places.offsets[id(source)]
            for offset, (key, merged) in zip(source_offsets, source.items(), strict=True):
                if key not in mapping:
                    self.add_size(len(key), event)
                    mapping[key] = merged
                    offsets.append(offset)

    def alias(self, event: Event) -> Any:
        if event.anchor in self.open_anchors:
            raise UnreadableError(
                self.problem(
                    "syntax", event, f"alias '*{event.anchor}' contains itself", "use '$ref' for recursive schemas"
                )
            )
        if event.anchor not in self.anchors:
            raise UnreadableError(
                self.problem(
                    "syntax",
                    event,
                    f"unknown alias '*{event.anchor}'",
                    f"define the anchor '&{event.anchor}' before it",
                )
            )
        return self.copy(self.anchors[event.anchor], event, len(self.path))

    def copy(self, value: Any, event: Event, depth: int) -> Any:
        """Copy the value of an alias: no two positions of the tree share a mapping or list.

        :param depth: number of mappings and lists around the copy, which may be deeper than its anchor.
        """
        if not isinstance(value, dict | list):
            if isinstance(value, str):
                self.add_size(len(value), event)
            return value
        if depth >= self.limits.depth:
            raise too_deep(event.start_mark.index, self.pointer(), self.limits.depth)
        self.aliased += len(value)
        if self.aliased > self.limits.aliased:
            message = f"aliases add more than {self.limits.aliased:,} keys and items"
            raise UnreadableError(self.problem("syntax", event, message, "use '$ref' instead of YAML aliases"))
        if isinstance(value, dict):
            self.add_size(sum(map(len, value)), event)
        copied: Any = (
            [self.copy(item, event, depth + 1) for item in value]
            if isinstance(value, list)
            else {key: self.copy(item, event, depth + 1) for key, item in value.items()}
        )
        self.places.offsets[id(copied)] = self.places.offsets[id(value)][:]
        return copied

    def add_size(self, size: int, event: Event) -> None:
        """Count characters that an alias adds. Raises :class:`UnreadableError` beyond the limit."""
        self.aliased_size += size
        if self.aliased_size > self.limits.aliased_size:
            message = f"aliases add more than {self.limits.aliased_size:,} characters"
            raise UnreadableError(self.problem("syntax", event, message, "use '$ref' instead of YAML aliases"))

    def scalar(self, event: Event) -> Any:
        text: str = event.value
        try:
            if event.implicit[0]:
                return plain_scalar(text)
            return text if event.tag is None else tagged_scalar(text, event.tag)
        except ValueError as error:
            self.report(
                "syntax", event, str(error), "quote it if it is a string, and remove its YAML tag if it has one"
            )
            return text

    def report(self, rule: str, event: Event, message: str, hint: str) -> None:
        self.problems.append(self.problem(rule, event, message, hint))

    def problem(self, rule: str, event: Event, message: str, hint: str) -> ParseIssue:
        return ParseIssue(rule, event.start_mark.index, self.pointer(), message, hint)

    def pointer(self) -> str:
        return child_pointer("", *self.path)


def _nesting(error: yaml.YAMLError, text: str, limits: Limits) -> ParseIssue | None:
    """The problem that the text nests too deeply before the location of a syntax error, or ``None``.

    libyaml 0.2.6 and later refuse more than 1,000 levels with a syntax error. The scanner reads ahead, so the error may
    arrive before the events of the outer levels. The text before the error is still read without it.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return None
    try:
        _Reader(text[: mark.index], limits).read()
    except UnreadableError as refused:
        return refused.problem if refused.problem.rule == "nesting" else None
    except yaml.YAMLError:
        pass
    return None


def _syntax(error: yaml.YAMLError, text: str) -> ParseIssue:
    """Explain a syntax error: libyaml's own message, with a hint."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        offset, reason = error.problem_mark.index, f"invalid YAML: {error.problem}"
        if found := _unclosed_quote(error, text):
            return found
        if error.context_mark is None or not error.context or error.context_mark.index == offset:
            return ParseIssue("syntax", offset, "", reason, _hint(error.problem, text, offset))
        reason += f" {error.context} that starts at {{other}}"
        return ParseIssue(
            "syntax", offset, "", reason, _hint(error.problem, text, offset), other=error.context_mark.index
        )
    # The position of a ReaderError counts bytes.
    offset = len(text.encode()[: int(getattr(error, "position", 0))].decode("utf-8", "ignore"))
    return ParseIssue("syntax", offset, "", f"invalid YAML: {getattr(error, 'reason', error)}", "remove the character")


def _unclosed_quote(error: yaml.MarkedYAMLError, text: str) -> ParseIssue | None:
    """A problem at the opening quote, if the error follows a quoted scalar of several lines: probably not closed.

    libyaml reports the next quote or the end of the file instead, which may be far below.
    """
    hint = "close the quote, or remove it"
    if error.problem in UNCLOSED and error.context_mark is not None and "quoted" in (error.context or ""):
        return ParseIssue("syntax", error.context_mark.index, "", "invalid YAML: this quote is never closed", hint)
    start, end = _last_quoted(text)
    if error.problem_mark is None or start is None or start.line == end.line or end.line != error.problem_mark.line:
        return None
    message = "invalid YAML: this quote is not closed before {other}, where more text follows"
    return ParseIssue("syntax", start.index, "", message, hint, other=end.index - 1)


def _last_quoted(text: str) -> tuple[Any, Any]:
    """Start and end mark of the quoted scalar right before the error; ``None`` twice if there is none."""
    last: Event = None
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            last = event
    except yaml.YAMLError:
        pass
    return (last.start_mark, last.end_mark) if getattr(last, "style", None) in ("'", '"') else (None, None)


def _hint(reason: str | None, text: str, offset: int) -> str:
    if reason and reason.startswith("mapping values"):
        return "quote strings that contain ': ', or check the indentation"
    line = text[text.rfind("\n", 0, offset) + 1 :].split("\n", 1)[0]
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces; YAML does not allow tabs here"
    return "check the indentation, quotes and colons nearby"
