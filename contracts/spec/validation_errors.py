"""The errors of validators, whose number and size a document and a value determine together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema_rs import ValidationError, Validator

MAX_PARTS = 1_000
"""Number of parts (properties, items) of a value up to which all errors are collected in any case."""

MAX_COPIES = 1_000_000
"""Maximum number of parts of a value, times the number of its errors, up to which all errors are collected."""


def errors_of(validator: Validator, value: Any) -> Iterable[ValidationError]:
    """Return the errors of a value; only the first one if all of them would need too much memory.

    The validator collects all errors before it returns the first one, each with a copy of the invalid part: 30 missing
    properties of an object of 3 MB take 900 MB and 4 s, and 3,000 invalid names of properties take 3.3 GB.

    :raises ValueError: if the value is nested too deeply.
    """
    if has_many_parts(value):
        number = len(validator.evaluate(value).errors())
        if has_many_parts(value, MAX_COPIES // max(number, 1)):
            first = first_error_of(validator, value)
            return [] if first is None else [first]
    return validator.iter_errors(value)


def first_error_of(validator: Validator, value: Any) -> ValidationError | None:
    """Return the first error of a value; ``None`` if it is valid.

    :raises ValueError: if the value is nested too deeply.
    """
    try:
        validator.validate(value)
    except ValidationError as error:
        return error
    return None


def has_many_parts(value: Any, most: int = MAX_PARTS) -> bool:
    """Return whether a JSON value has more parts than a number."""
    return any(number > most for number, _ in enumerate(_parts(value), 1))


def _parts(value: Any) -> Iterator[Any]:
    pending = [value]
    while pending:
        one = pending.pop()
        below = one.values() if isinstance(one, dict) else one if isinstance(one, list | tuple) else ()
        for part in below:
            yield part
            if isinstance(part, dict | list | tuple):
                pending.append(part)
