"""The regular expressions in schemas, each parsed once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from contracts.lint.document_index import DocumentIndex
from contracts.schema.regex.parser import PatternError, parse_pattern
from contracts.schema.regex.tree import Pattern
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

PLACES = ("schema.pattern", "schema.patternProperties")
"""The nodes that rules about patterns check."""

LONGEST = 100
"""The maximum number of characters of a pattern in a message."""


class SchemaPattern(NamedTuple):
    """One regular expression.

    :param is_name: whether it is a key of ``patternProperties``.
    """

    pointer: str
    text: str
    pattern: Pattern
    is_name: bool

    @property
    def shown(self) -> str:
        """The pattern as messages show it."""
        return self.text if len(self.text) <= LONGEST else f"{self.text[: LONGEST - 1]}…"


def expressions(here: Visit, index: DocumentIndex) -> Iterator[SchemaPattern]:
    """The valid regular expressions of one schema; other rules report invalid ones."""
    node = here.node
    if index.version == "3.0" and "$ref" in node:
        return
    named = node.get("patternProperties") if index.version != "3.0" else None
    texts: list[tuple[tuple[str, ...], object]] = [(("pattern",), node.get("pattern"))]
    texts += [(("patternProperties", name), name) for name in (named if isinstance(named, dict) else ())]
    for tokens, text in texts:
        if isinstance(text, str) and (pattern := _read(text)) is not None:
            yield SchemaPattern(child_pointer(pointer_of(here.trail), *tokens), text, pattern, len(tokens) > 1)


@lru_cache(maxsize=4096)
def _read(text: str) -> Pattern | None:
    try:
        return parse_pattern(text)
    except (PatternError, RecursionError):
        return None
