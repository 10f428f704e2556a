"""Encoding of JSON values as CSV, YAML and sequences of JSON texts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

import yaml

from contracts.generation.json_encoding import encode_json


def plain(value: Any) -> str:
    """Return a JSON scalar as a string; a list or an object as JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return value if isinstance(value, str) else encode_json(value).decode()


def encode_yaml(value: Any) -> bytes:
    """Encode a value as YAML, which parsers of YAML 1.1 and 1.2 read back as the same value."""
    text: str = yaml.dump(value, Dumper=_YamlDumper, allow_unicode=True, sort_keys=False)
    return text.encode("utf-8", "replace")


class _YamlDumper(yaml.SafeDumper):
    """Writes equal objects out, and quotes strings that YAML 1.2 reads as numbers (section 10.3.2)."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the interface of PyYAML
        return True


_YamlDumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z|0o[0-7]+\Z"),
    list("-+.0123456789"),
)


def encode_lines(value: Any) -> bytes:
    """Encode the items of a list, or a single value, as JSON texts, one a line."""
    return b"".join(encode_json(item) + b"\n" for item in _items(value))


def encode_json_seq(value: Any) -> bytes:
    """Encode the items of a list, or a single value, as a JSON text sequence (RFC 7464, section 2.2)."""
    return b"".join(b"\x1e" + encode_json(item) + b"\n" for item in _items(value))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def encode_csv(value: Any) -> bytes:
    """Encode a list of objects or lists as CSV with a header (RFC 4180); a string is CSV already."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    rows = [row if isinstance(row, Mapping | list) else [row] for row in _items(value)]
    names = list(dict.fromkeys(name for row in rows if isinstance(row, Mapping) for name in row))
    target = io.StringIO()
    writer = csv.writer(target)
    if names:
        writer.writerow(names)
    for row in rows:
        cells = [row.get(name) for name in names] if isinstance(row, Mapping) else row
        writer.writerow("" if cell is None else plain(cell) for cell in cells)
    return target.getvalue().encode("utf-8", "replace")
