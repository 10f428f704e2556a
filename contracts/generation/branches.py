"""Generated objects of the branch that a client's object selects with its discriminator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.spec.schemas import Schema

ATTEMPTS = 24
"""The number of further objects that are generated to find one of the branch."""


def generated_like(generate: Callable[[str], Any], schema: Schema, key: str, sent: Any) -> Any:
    """Return the generated value of a key, or of a variation of the key if a sent object selects another branch.

    :param schema: the schema of the generated values.
    """
    value = generate(key)
    names = schema.discriminators if isinstance(sent, dict) else ()
    wanted = {name: sent[name] for name in names if name in sent}
    if not wanted or _has(value, wanted):
        return value
    others = (generate(f"{key}\0branch {attempt}") for attempt in range(ATTEMPTS))
    return next((other for other in others if _has(other, wanted)), value)


def _has(value: Any, wanted: dict[str, Any]) -> bool:
    return isinstance(value, dict) and all(name in value and value[name] == one for name, one in wanted.items())
