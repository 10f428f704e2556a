"""Why a value does not satisfy a schema, in a sentence of bounded length."""

from __future__ import annotations

from typing import Any

from jsonschema_rs import ValidationError, Validator

MAX_SENTENCE = 400
"""Characters of a sentence: validators quote the whole value, which may be a body of megabytes."""


def fault(validator: Validator, value: Any) -> tuple[str, str] | None:
    """What is wrong with a value: the place in it, as ``/name/0``, and a sentence; ``None`` for a valid one."""
    if validator.is_valid(value):
        return None
    try:
        validator.validate(value)  # raises the first error; making all of them takes longer
    except ValidationError as error:
        place = "".join(f"/{token}" for token in error.instance_path)
        sentence = error.message
        return place, sentence if len(sentence) <= MAX_SENTENCE else f"{sentence[: MAX_SENTENCE - 1]}…"
    except ValueError:  # it judges deeper values than it can describe
        pass
    return "", "does not satisfy its schema"
