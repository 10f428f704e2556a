"""Conditions about the path of a request: exact, or a path template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from mockserver.control.admin_request import AdminError
from mockserver.control.exchange_view import ExchangeView
from mockserver.control.text_conditions import TextCondition, compile_text
from mockserver.http.path_segments import NAME, segment_pattern

MAX_PATH = 2000
"""Maximum length of a path in characters."""


class PathTemplate:
    """A path, whose names in braces stand for any value of a segment.

    :ivar source: as it was given.
    :ivar names: the names in it.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.names = tuple(NAME.findall(source))
        self._segments = [_segment(one) for one in source.split("/")]

    def values(self, path: str) -> Mapping[str, str] | None:
        """Return the encoded values of the names in a raw path; ``None`` if the path does not match."""
        segments = path.split("/")
        if len(segments) != len(self._segments):
            return None
        found: list[str] = []
        for wanted, segment in zip(self._segments, segments, strict=True):
            if isinstance(wanted, str):
                if wanted != (unquote(segment) if "%" in segment else segment):
                    return None
            elif (match := wanted.fullmatch(segment)) is None:
                return None
            else:
                found += match.groups()
        return dict(zip(self.names, found, strict=True))

    def of(self, view: ExchangeView) -> Mapping[str, str] | None:
        """Return the encoded values of the names in the path of an exchange; ``None`` if it does not match.

        The path of the document counts as well, if the server serves it at another one.
        """
        if self.source == view.exchange.template:
            return view.exchange.path_values
        return next((found for path in view.paths if (found := self.values(path)) is not None), None)


def _segment(text: str) -> str | re.Pattern[str]:
    return segment_pattern(text) if NAME.search(text) else unquote(text)


def compile_path(value: Any, location: str) -> PathTemplate | TextCondition:
    """Compile a path, a path template, or operators.

    :raises AdminError: if it is not one of them.
    """
    if isinstance(value, dict):
        return compile_text(value, location, may_be_absent=False)
    if not isinstance(value, str):
        raise AdminError("must be a path or an object with operators", location=location, hint="such as '/pets/{id}'")
    if not value.startswith("/"):
        raise AdminError(f"the path '{value[:80]}' must begin with a slash", location=location)
    if "?" in value or "#" in value:
        raise AdminError("a path has no query", location=location, hint="use 'query' for its parameters")
    if len(value) > MAX_PATH:
        raise AdminError(f"the path is longer than {MAX_PATH} characters", location=location)
    if set(NAME.sub("", value)) & {"{", "}"}:
        raise AdminError("the path has an unclosed or empty name in braces", location=location, hint="such as '{id}'")
    names = NAME.findall(value)
    if len(names) != len(set(names)):
        raise AdminError("the path has a name twice", location=location, hint="give each name in braces once")
    return PathTemplate(value)
