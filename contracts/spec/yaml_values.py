"""YAML in HTTP messages (RFC 9512), limited to what JSON can express."""

from __future__ import annotations

import codecs
from typing import Any

from contracts.spec.source_map import Lines, ParseIssue, UnreadableError
from contracts.spec.yaml_text import Limits, read_yaml

LIMITS = Limits(depth=100, aliased=100_000, aliased_size=8 * 1024 * 1024)
"""Limits of a message: the depth is that of JSON bodies; messages need few aliases."""


def parse_yaml(data: bytes) -> Any:
    """Return the JSON value of one YAML document; ``None`` for an empty one.

    Scalars follow the core schema of YAML 1.2, so dates and times are strings.

    :raises ValueError: with a message for a person that has line and column. Duplicate keys, tags other than those of
        JSON values, numbers that JSON does not have, and texts beyond the limits are refused.
    """
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"byte 0x{data[error.start]:02x} is not valid UTF-8") from None
    try:
        places, problems = read_yaml(text, LIMITS)
    except UnreadableError as error:
        if error.problem.rule == "empty":  # a stream without a document
            return None
        raise ValueError(_message(error.problem, text)) from None
    if problems:
        raise ValueError(_message(problems[0], text))
    return places.tree


def _message(problem: ParseIssue, text: str) -> str:
    lines = Lines(text)
    line, column = lines.at(max(problem.offset, 0))
    reason = problem.message.removeprefix("invalid YAML: ")
    if problem.other >= 0:
        other = lines.at(problem.other)
        reason = reason.replace("{other}", f"line {other[0]} column {other[1]}")
    return f"{reason}: line {line} column {column}"
