"""JSON pointers (RFC 6901): build, split, and resolve them in a tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote


def child_pointer(pointer: str, *tokens: str | int) -> str:
    """Append tokens to a JSON pointer, escaped as in RFC 6901, section 3."""
    for token in tokens:
        escaped = token if isinstance(token, str) else str(token)
        if "~" in escaped or "/" in escaped:
            escaped = escaped.replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{escaped}"
    return pointer


def split_pointer(pointer: str) -> list[str]:
    """The unescaped tokens of a JSON pointer."""
    if "~" not in pointer:
        return pointer.split("/")[1:]
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def reference_pointer(reference: str) -> str:
    """The JSON pointer of an internal reference: ``#/a%7Bb%7D`` gives ``/a{b}`` (RFC 6901, section 6)."""
    return unquote(reference.removeprefix("#"))


def walk(tree: Any, pointer: str) -> Any:
    """The value at a JSON pointer. Raises :class:`KeyError` with the pointer if it does not exist."""
    return below(tree, split_pointer(pointer), pointer)


def below(node: Any, tokens: Iterable[str | int], pointer: str) -> Any:
    """The value at some tokens below a node. Raises :class:`KeyError` with the pointer if it does not exist."""
    for token in tokens:
        try:
            node = node[int(token)] if isinstance(node, list) else node[token]
        except (KeyError, IndexError, ValueError, TypeError):
            raise KeyError(pointer) from None
    return node
