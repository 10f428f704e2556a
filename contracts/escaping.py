"""Escapes text of documents, requests and responses in output.

Such text must not control a terminal (escape sequences, text direction), add lines to a report or log, or run workflow
commands: CI systems execute lines of a job's log that have a certain form.

- ``one_line``: for values inside of a line. ``printable``: for whole lines.
- ``printable_json``, ``printable_markup``, ``printable_html``: for JSON, XML and HTML, which have escapes of their own.
- ``document_text``: for content of a document itself, in which only what is dangerous is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NOT_ASCII = re.compile(r"[^ -~]+")
_NOT_ASCII_LINES = re.compile(r"[^ -~\n]+")

_COMMAND = re.compile(r"(?m)^(?P<margin>[ \t]*):(?=:)|(?<=#)#(?=[\w-]*\[)")
"""The character of a workflow command that is escaped.

GitHub runs ``::command`` at the beginning of a line, spaces aside, and ``##[command]`` anywhere in it (actions/runner,
``ActionCommand.cs``); Azure Pipelines runs ``##vso[command]`` and TeamCity ``##teamcity[command]``.
"""

_DANGEROUS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    "|\r(?!\n)"
)
"""Control characters except tabs and line ends, separators of lines, and characters that change the direction of text
(Unicode Standard Annex 9, section 2)."""


def one_line(text: str) -> str:
    r"""Return text on one line: what does not print, and line ends, as ``\x1b``, ``\u202e`` and ``\n``."""
    return text if text.isprintable() else _NOT_ASCII.sub(_escaped, text)


def printable(text: str) -> str:
    r"""Return lines of output: what does not print except line ends as ``\x1b``, and no line is a workflow command."""
    return _without_commands(_NOT_ASCII_LINES.sub(_escaped, text), r"\x{:02x}")


def printable_json(text: str) -> str:
    r"""Return JSON text with the same value, in which what does not print is ``\u001b``, without workflow commands."""
    if text.isascii() and "\x7f" not in text and "##" not in text:  # the strings of JSON have no control characters
        return text
    return _without_commands(_NOT_ASCII_LINES.sub(_escaped_json, text), r"\u{:04x}")


def printable_markup(text: str) -> str:
    """Return XML or HTML, whose text prints already, without workflow commands."""
    return _without_commands(text, "&#{};")


def without_commands(text: str) -> str:
    """Return lines of output that print already, of which none is a workflow command."""
    return _without_commands(text, r"\x{:02x}")


def printable_html(value: object) -> object:
    """Return the value of an expression in a template as markup that prints; markup and other types stay."""
    from markupsafe import Markup, escape  # noqa: PLC0415 (only pages need it)

    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(printable_markup(str(escape(_NOT_ASCII_LINES.sub(_escaped, value)))))  # noqa: S704 (escaped)


def document_text(text: str) -> str:
    r"""Return lines of a document with control characters as ``\x1b``, and without workflow commands."""
    return _without_commands(_DANGEROUS.sub(_escaped, text), r"\x{:02x}")


def is_dangerous(text: str) -> bool:
    """Whether text has control characters or workflow commands, so that it must not be written unchanged."""
    has_command = ("::" in text or "##" in text) and _COMMAND.search(text) is not None
    return has_command or _DANGEROUS.search(text) is not None


def dangerous_json(text: str) -> str:
    r"""Return the JSON text of a document in which control characters are ``\u009b``, without workflow commands."""
    return _without_commands(_DANGEROUS.sub(_escaped_json, text), r"\u{:04x}")


def _without_commands(text: str, escape: str) -> str:
    """Return text without workflow commands.

    :param escape: the format of an escape, with the code of the character.
    """
    if "::" not in text and "##" not in text:
        return text
    return _COMMAND.sub(_breaking(escape), text)


def _breaking(escape: str) -> Callable[[re.Match[str]], str]:
    def broken(found: re.Match[str]) -> str:
        margin = found["margin"]
        return escape.format(ord("#")) if margin is None else margin + escape.format(ord(":"))

    return broken


def _escaped(found: re.Match[str]) -> str:
    """Return characters with those that do not print as in a Python string."""
    run = found[0]
    return run if run.isprintable() else "".join(one if one.isprintable() else ascii(one)[1:-1] for one in run)


def _escaped_json(found: re.Match[str]) -> str:
    """Return characters with those that do not print as escapes of JSON (RFC 8259, section 7)."""
    run = found[0]
    return run if run.isprintable() else "".join(one if one.isprintable() else _json_escape(one) for one in run)


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
