"""Runtime expressions of links and callbacks (OpenAPI 3.x, 'Runtime Expressions')."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contracts.lint.http_names import is_token
from contracts.lint.spelling import slip_of

EMBEDDED = re.compile(r"\{([^{}]*)\}")

RESEMBLING = re.compile(
    r"\$((url|method|statuscode|request|response|req|res|body|path|query|header|inputs|steps)\b|"
    r"\w+\.(body\Z|body#|(query|path|header)\.))",
    re.IGNORECASE,
)
"""The start of a string that is meant to be an expression and does not just start with a dollar sign."""

WORD = re.compile(r"\$(\w{5,})\b")

BARE = re.compile(r"(request|response)\.(body(#/\S*)?|(query|path|header)\.[\w-]+)")
"""An expression without its dollar sign."""

POINTER = re.compile(r"(/([^~]|~[01])*)?\Z")
"""A JSON pointer (RFC 6901, section 3)."""


class RuntimeExpression(NamedTuple):
    """A runtime expression.

    :param whole: ``url``, ``method``, ``statusCode``, ``request`` or ``response``.
    :param part: ``header``, ``query``, ``path`` or ``body`` of the request or response; else ``""``.
    :param name: name of the header or parameter, or JSON pointer in the body.
    """

    whole: str
    part: str = ""
    name: str = ""


def read_expression(text: str) -> RuntimeExpression | None:
    """Parse an expression without braces; return ``None`` if it does not match the grammar."""
    if text in ("$url", "$method", "$statusCode"):
        return RuntimeExpression(text[1:])
    whole, dot, source = text.partition(".")
    if not dot or whole not in ("$request", "$response"):
        return None
    if source == "body" or source.startswith("body#"):
        pointer = source.removeprefix("body").removeprefix("#")
        return RuntimeExpression(whole[1:], "body", pointer) if POINTER.match(pointer) else None
    part, dot, name = source.partition(".")
    if part not in ("header", "query", "path") or not name or (part == "header" and not is_token(name)):
        return None
    return RuntimeExpression(whole[1:], part, name)


def expressions_in(text: str) -> Iterator[str]:
    """Yield the expressions in a value of a link or the key of a callback: the whole string, or parts in braces.

    Parts in braces that do not resemble an expression are skipped, since they may be variables.
    """
    if text.startswith("$") or BARE.fullmatch(text):
        yield text
    else:
        yield from (inner for inner in EMBEDDED.findall(text) if inner.startswith("$") or BARE.match(inner))


def resembles_expression(text: str) -> bool:
    """Return whether a string is meant to be an expression, valid or not."""
    word = WORD.match(text)
    is_misspelled = word is not None and slip_of(word[1], ("request", "response", "method", "statusCode")) != ""
    return is_misspelled or RESEMBLING.match(text) is not None or BARE.fullmatch(text) is not None
