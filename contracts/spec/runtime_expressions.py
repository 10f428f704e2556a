"""Runtime expressions of links and callbacks (OpenAPI 3.1, "Runtime Expressions")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from contracts.http_syntax import is_token

EMBEDDED = re.compile(r"\{([^{}]*)\}")

BARE = re.compile(r"(request|response)\.(body(#/\S*)?|(query|path|header)\.[\w-]+)")
"""An expression without its dollar sign."""

POINTER = re.compile(r"(/([^~]|~[01])*)?\Z")
"""A JSON pointer (RFC 6901, section 3)."""

MAX_LENGTH = 2048
"""Maximum length of a template in characters."""


class RuntimeExpression(NamedTuple):
    """A runtime expression.

    :param whole: ``url``, ``method``, ``statusCode``, ``request`` or ``response``.
    :param part: ``header``, ``query``, ``path`` or ``body`` of the request or response; else ``""``.
    :param name: name of the header or parameter, or JSON pointer in the body.
    """

    whole: str
    part: str = ""
    name: str = ""

    def __str__(self) -> str:
        if not self.part:
            return f"${self.whole}"
        separator = "." if self.part != "body" else "#" if self.name else ""
        return f"${self.whole}.{self.part}{separator}{self.name}"


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


class InvalidTemplateError(ValueError):
    """A string with a part that should be an expression and is not one; the message says which."""


Template = tuple[str | RuntimeExpression, ...]
"""Literal strings and expressions, in the order in which they are concatenated."""


def read_template(text: str) -> Template:
    """Parse the key of a callback: an expression without braces, or a string with expressions in braces.

    A missing dollar sign is accepted, as many documents lack it.

    :raises InvalidTemplateError: if a part in braces is not an expression, or the string is too long.
    """
    if len(text) > MAX_LENGTH:
        raise InvalidTemplateError(f"the expression is longer than {MAX_LENGTH} characters")
    if text.startswith("$") or BARE.fullmatch(text):
        return (_expression(text),)
    parts: list[str | RuntimeExpression] = []
    end = 0
    for match in EMBEDDED.finditer(text):
        if literal := text[end : match.start()]:
            parts.append(literal)
        parts.append(_expression(match[1]))
        end = match.end()
    if literal := text[end:]:
        parts.append(literal)
    return tuple(parts)


def _expression(text: str) -> RuntimeExpression:
    found = read_expression(f"${text}" if BARE.fullmatch(text) else text)
    if found is None:
        raise InvalidTemplateError(f"'{text[:80]}' is not a runtime expression")
    return found
