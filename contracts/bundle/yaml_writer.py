"""Writes JSON values as readable YAML: long strings as blocks, everything else in one consistent style.

All YAML 1.1 and 1.2 parsers read the values back: strings that either version would read as a number, a date or a word
such as ``no`` are quoted (YAML 1.2, section 10.3.2; types of YAML 1.1 at yaml.org/type).
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

from contracts.escaping import dangerous_json, is_dangerous

WIDEST = 120
"""Maximum number of columns before a string is folded."""

KEY_LONGEST = 1000
"""Maximum length of a key without ``?`` (YAML 1.2, section 7.4.2, allows 1024)."""

PLAIN = re.compile(
    r"[A-Za-z_/$(\u00c0-\u024f](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff:#]|:(?=[^\s,\[\]{}])|(?<=\S)#)*"
)
"""Strings that need no quotes: nothing in them starts a comment, a mapping or another type of value."""

FLOW = frozenset(",[]{}'")
"""Characters that unquoted strings cannot have in a list on one line."""

SHORT_MOST, SHORT_TEXT, SHORT_WIDEST = 12, 32, 90
"""Maximum number of items, characters of an item, and columns of a list on one line."""

DOTTED = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(-[A-Za-z0-9.]+)?")
"""Versions such as ``3.1.0``, which are not numbers in any YAML version."""

WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML allows only as escapes, or reads as line ends."""

ESCAPED = re.compile(UNPRINTABLE.pattern[:-1] + '"\\\\\t\n]')

SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def write_yaml(tree: dict[str, Any]) -> str:
    """Return a mapping as a YAML document; the order of keys is kept."""
    writer = _Writer()
    writer.entries(tree, 0, "")
    return "".join(writer.parts) or "{}\n"


class _Writer:
    """Collects the text in parts; indentation is the number of spaces."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.keys: dict[str, str] = {}

    def entries(self, mapping: dict[str, Any], indent: int, lead: str) -> None:
        """Write the entries of a mapping; the first one after ``lead``, which is on the same line."""
        pad = " " * indent
        for key, value in mapping.items():
            if key not in self.keys:
                self.keys[key] = one_line(key)
            text = self.keys[key]
            self.parts.append(f"{lead}{text}:" if len(text) < KEY_LONGEST else f"{lead}? {text}\n{pad}:")
            self.value(value, indent)
            lead = pad

    def value(self, value: Any, indent: int) -> None:
        """Write the value of a key, to the end of the line or block."""
        if isinstance(value, dict) and value:
            self.parts.append("\n")
            self.entries(value, indent + 2, " " * (indent + 2))
        elif isinstance(value, list) and value:
            short = _short_list(value, indent)
            self.parts.append(f" {short}\n" if short else "\n")
            if not short:
                self.items(value, indent + 2, " " * (indent + 2))
        else:
            self.parts.append(f" {scalar(value, indent + 2)}\n")

    def items(self, values: list[Any], indent: int, lead: str) -> None:
        """Write the items of a list; the first one after ``lead``."""
        for value in values:
            if isinstance(value, dict) and value:
                self.entries(value, indent + 2, f"{lead}- ")
            elif isinstance(value, list) and value:
                self.items(value, indent + 2, f"{lead}- ")
            else:
                self.parts.append(f"{lead}- {scalar(value, indent + 2)}\n")
            lead = " " * indent


def scalar(value: Any, indent: int) -> str:
    """Return a scalar, or an empty mapping or list; ``indent`` is that of blocks."""
    if not isinstance(value, str):
        return json.dumps(value) if not isinstance(value, float) else _float(value)
    if is_dangerous(value):
        return one_line(value)
    if "\n" in value:
        return _literal(value, indent) or one_line(value)
    if len(value) + indent > WIDEST:
        return _folded(value, indent) or one_line(value)
    return one_line(value)


def one_line(text: str) -> str:
    """Return a string on one line: plain, in single quotes, or with escapes in double quotes."""
    if is_dangerous(text):
        return dangerous_json('"' + ESCAPED.sub(_escape, text) + '"')  # its escapes are also those of YAML
    if (PLAIN.fullmatch(text) and text.lower() not in WORDS and text[-1] not in ": \t") or DOTTED.fullmatch(text):
        return text
    if not ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return "'" + text.replace("'", "''") + "'"
    return '"' + ESCAPED.sub(_escape, text) + '"'


def _short_list(values: list[Any], indent: int) -> str:
    """Return a list of a few short scalars on one line (YAML 1.2, section 7.4.1); otherwise ``""``."""
    if len(values) > SHORT_MOST or any(isinstance(value, dict | list) for value in values):
        return ""
    texts = [_in_list(value) for value in values]
    text = f"[{', '.join(texts)}]"
    return text if max(map(len, texts)) <= SHORT_TEXT and len(text) + indent <= SHORT_WIDEST else ""


def _in_list(value: Any) -> str:
    if not isinstance(value, str):
        return scalar(value, 0)
    text = one_line(value)
    # In brackets, these characters would end an unquoted string.
    if text != value or FLOW.isdisjoint(value):
        return text
    return "'" + value.replace("'", "''") + "'"


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    return SHORT_ESCAPES.get(character) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def _float(value: float) -> str:
    """Return a float as in JSON, with the decimal point that YAML 1.1 requires."""
    text = json.dumps(value)
    mantissa, exponent, power = text.partition("e")
    return text if "." in mantissa or not exponent else f"{mantissa}.0e{power}"


def _literal(text: str, indent: int) -> str:
    """Return a string as a literal block (YAML 1.2, section 8.1.2); ``""`` if that would change it."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    lines = body.split("\n")
    if not body.strip() or text[0] in " \n\t" or UNPRINTABLE.search(text) or not lines[-1].strip():
        return ""
    sign = {0: "|-", 1: "|"}.get(ends, "|+")
    pad = " " * indent
    shown = [f"{pad}{line}" if line else "" for line in lines] + [""] * max(0, ends - 1)
    return f"{sign}\n" + "\n".join(shown)


def _folded(text: str, indent: int) -> str:
    """Return a long string as a folded block (section 8.1.3); ``""`` if that would change it."""
    words = text.split(" ")
    if len(words) < 4 or "" in words or "\t" in text or UNPRINTABLE.search(text):
        return ""
    pad = " " * indent
    width = max(40, WIDEST - indent)
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False, expand_tabs=False)
    return ">-\n" + "\n".join(pad + line for line in lines)
