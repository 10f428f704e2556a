"""Rules for ``format``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.schema_index import schemas_of
from contracts.lint.spelling import slip_of
from contracts.spec.traversal import Visit, pointer_of

NUMBERS = frozenset(
    {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double", "double-int"}
    | {"decimal", "decimal128", "sf-integer", "sf-decimal", "unixtime"}
)
"""Formats of numbers."""

WIDE = frozenset({"int64", "uint64", "decimal", "decimal128", "double", "float", "double-int", "uint32"})
"""Formats of numbers that are also sent as strings, to keep their precision."""

STRINGS = frozenset(
    {"date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri"}
    | {
        "uri-reference",
        "iri",
        "iri-reference",
        "uuid",
        "uri-template",
        "json-pointer",
        "relative-json-pointer",
        "regex",
    }
    | {"password", "byte", "binary", "base64url", "char", "commonmark", "html", "http-date", "media-range"}
    | {"sf-binary", "sf-boolean", "sf-string", "sf-token", "date-time-local", "time-local"}
)
"""Formats of strings."""

KNOWN = NUMBERS | STRINGS

ALIASES = {
    "timestamp": "date-time",
    "url": "uri",
    "guid": "uuid",
    "int": "int32",
    "integer": "int32",
    "long": "int64",
    "ip": "ipv4",
    "ipv4-address": "ipv4",
    "host": "hostname",
    "base64": "byte",
}
"""Common names for formats that are registered under another name."""

SHORTEST = 4
"""The minimum length of a misspelled format; shorter names are custom formats."""

SHORTEST_WITH_OTHER_LETTER = 6
"""The minimum length of a format with one wrong letter: ``ulid`` and ``cuid`` are formats of their own."""


def intended_format(name: str) -> str:
    """The known format that a misspelled name was meant to be; ``""`` if there is none.

    A name with other digits, e.g. ``uuid4``, is a variant of a known format.
    """
    if name in KNOWN or name in ALIASES or len(name) < SHORTEST:
        return ""
    meant = slip_of(name, KNOWN)
    if _digits(name) != _digits(meant):
        return ""
    has_other_letter = len(name) == len(meant) and sorted(name.casefold()) != sorted(meant.casefold())
    return "" if has_other_letter and len(name) < SHORTEST_WITH_OTHER_LETTER else meant


def _digits(name: str) -> str:
    return "".join(filter(str.isdecimal, name))


def _check_type(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    name, types = visit.node.get("format"), _types(visit.node.get("type"))
    if not isinstance(name, str) or not types or ("$ref" in visit.node and schemas_of(index).is_old):
        return
    if name in STRINGS and "string" not in types:
        kind = "strings"
    elif name in NUMBERS and not types & ({"number", "integer", "string"} if name in WIDE else {"number", "integer"}):
        kind = "numbers"
    else:
        return
    named = " or ".join(repr(word) for word in sorted(types - {"null"}) or ["null"])
    message = f"format {name!r} applies to {kind} and has no effect on type {named}"
    yield Violation(f"{pointer_of(visit.trail)}/format", message)


def _types(value: Any) -> set[str]:
    """The type names of ``type``, a string or a list."""
    values = value if isinstance(value, list) else [value]
    return {name for name in values if isinstance(name, str)}


FORMAT_TYPE_MISMATCH = Rule(
    id="format-type-mismatch",
    family="schemas",
    title="'format' must apply to the type beside it",
    severity=Severity.WARNING,
    why="A format applies to values of one type and is ignored for all others (JSON Schema Validation, section 7.1), "
    "so this format validates nothing: the type or the format is wrong.",
    good="""\
components:
  schemas:
    Count: {type: integer, format: int32}
""",
    bad="""\
components:
  schemas:
    Count: {type: string, format: int32}
""",
    remedy="correct the type or the format",
    node_types=("schema.format",),
    check=_check_type,
)


def _check_misspelling(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    name = visit.node.get("format")
    meant = intended_format(name) if isinstance(name, str) else ""
    if meant:
        pointer = f"{pointer_of(visit.trail)}/format"
        fix = Fix("replace", pointer, value=meant)
        yield Violation(pointer, f"unknown format {name!r}; did you mean {meant!r}?", f"write {meant!r}", (fix,))


MISSPELT_FORMAT = Rule(
    id="misspelt-format",
    family="schemas",
    title="format names must be spelled correctly",
    severity=Severity.WARNING,
    why="Tools silently ignore unknown formats (JSON Schema Validation, section 7.2.3), so a misspelled format "
    "validates nothing.",
    good="""\
components:
  schemas:
    Moment: {type: string, format: date-time}
""",
    bad="""\
components:
  schemas:
    Moment: {type: string, format: date-tme}
""",
    remedy="correct the spelling",
    node_types=("schema.format",),
    check=_check_misspelling,
    fixable=True,
)


def _check_registered(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    """Report each unknown format once, at its first use."""
    reported: set[str] = set()
    for visit in schemas_of(index).visits:
        name = visit.node.get("format")
        if not isinstance(name, str) or name in KNOWN or name in reported or intended_format(name):
            continue
        reported.add(name)
        guess = f"; did you mean {ALIASES[name]!r}?" if name in ALIASES else ""
        yield Violation(f"{pointer_of(visit.trail)}/format", f"format {name!r} is not registered{guess}")


UNKNOWN_FORMAT = Rule(
    id="unknown-format",
    family="schemas",
    title="formats should be registered",
    severity=Severity.HINT,
    why="Custom formats are allowed (JSON Schema Validation, section 7.2.3), but tools only know those of JSON "
    "Schema and of the OpenAPI format registry and validate no others.",
    good="""\
components:
  schemas:
    Site: {type: string, format: uri}
""",
    bad="""\
components:
  schemas:
    Site: {type: string, format: website}
""",
    remedy="use a registered format, or validate with 'pattern'",
    node_types=("document",),
    check=_check_registered,
)
