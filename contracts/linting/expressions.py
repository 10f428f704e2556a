"""Runtime expressions of links and callbacks (OpenAPI 3.x, 'Runtime Expressions')."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contracts.linting.http_names import is_token
from contracts.linting.spelling import slip_of

EMBEDDED = re.compile(r"\{([^{}]*)\}")

LIKE_ONE = re.compile(
    r"\$((url|method|statuscode|request|response|req|res|body|path|query|header|inputs|steps)\b|"
    r"\w+\.(body\Z|body#|(query|path|header)\.))",
    re.IGNORECASE,
)
"""What begins so is meant for an expression, not for a text that happens to begin with a dollar sign."""

SLIP = re.compile(r"\$(\w{5,})\b")

BARE = re.compile(r"(request|response)\.(body(#/\S*)?|(query|path|header)\.[\w-]+)")
"""An expression that has lost its dollar sign."""

POINTER = re.compile(r"(/([^~]|~[01])*)?\Z")
"""A JSON pointer (RFC 6901, section 3)."""


class Expression(NamedTuple):
    """One expression.

    :param whole: ``url``, ``method`` or ``statusCode``; else ``request`` or ``response``, of which it takes a part.
    :param part: ``header``, ``query``, ``path`` or ``body``; ``""`` for what has no parts.
    :param name: of the header or parameter, or the JSON pointer in the body.
    """

    whole: str
    part: str = ""
    name: str = ""


def read_expression(text: str) -> Expression | None:
    """An expression as it is written, its braces taken away; ``None`` where it keeps not to the grammar."""
    if text in ("$url", "$method", "$statusCode"):
        return Expression(text[1:])
    whole, dot, source = text.partition(".")
    if not dot or whole not in ("$request", "$response"):
        return None
    if source == "body" or source.startswith("body#"):
        pointer = source.removeprefix("body").removeprefix("#")
        return Expression(whole[1:], "body", pointer) if POINTER.match(pointer) else None
    part, dot, name = source.partition(".")
    if part not in ("header", "query", "path") or not name or (part == "header" and not is_token(name)):
        return None
    return Expression(whole[1:], part, name)


def expressions_in(text: str) -> Iterator[str]:
    """The expressions that a text holds: it is one itself, or has some in braces; the key of a callback is such a text.

    What is in braces and has nothing of an expression is none: it may be a variable.
    """
    if text.startswith("$") or BARE.fullmatch(text):
        yield text
    else:
        yield from (inner for inner in EMBEDDED.findall(text) if inner.startswith("$") or BARE.match(inner))


def is_meant(text: str) -> bool:
    """Whether a text is meant for an expression, right or wrong."""
    word = SLIP.match(text)
    is_slip = word is not None and slip_of(word[1], ("request", "response", "method", "statusCode")) != ""
    return is_slip or LIKE_ONE.match(text) is not None or BARE.fullmatch(text) is not None
