"""Generated objects of the alternative that a client's object has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.spec.alternatives import is_of, selected_alternative
from contracts.spec.schemas import Schema

ATTEMPTS = 24
"""The number of further objects that are generated to find one of the alternative."""


def generated_like(generate: Callable[[str], Any], schema: Schema, key: str, sent: Any) -> Any:
    """Return the generated value of a key, or of a variation of the key if a sent object has another alternative.

    :param schema: the schema of the generated values.
    """
    value = generate(key)
    if not isinstance(sent, dict):
        return value
    wanted = {name: sent[name] for name in schema.discriminators if name in sent}
    alternative = selected_alternative(schema, sent)
    if (not wanted and alternative is None) or _fits(schema, alternative, wanted, value):
        return value
    others = (generate(f"{key}\0branch {attempt}") for attempt in range(ATTEMPTS))
    return next((other for other in others if _fits(schema, alternative, wanted, other)), value)


def _fits(schema: Schema, alternative: Schema | None, wanted: dict[str, Any], value: Any) -> bool:
    if not isinstance(value, dict) or not all(name in value and value[name] == one for name, one in wanted.items()):
        return False
    return alternative is None or is_of(schema, alternative, value)
