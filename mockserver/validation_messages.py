"""Messages of schema validation, with bounded length."""

from __future__ import annotations

from typing import Any

from jsonschema_rs import ValidationError, Validator

MAX_MESSAGE = 400
"""Maximum length of a message in characters: validators quote the whole value, which may be megabytes."""


def first_error(validator: Validator, value: Any) -> tuple[str, str] | None:
    """Return the location, such as ``/name/0``, and message of the first error in a value; ``None`` if it is valid."""
    if validator.is_valid(value):
        return None
    try:
        validator.validate(value)  # raises the first error, which is faster than collecting all
    except ValidationError as error:
        location = "".join(f"/{token}" for token in error.instance_path)
        message = error.message
        return location, message if len(message) <= MAX_MESSAGE else f"{message[: MAX_MESSAGE - 1]}…"
    except ValueError:  # the value is nested too deeply for a message
        pass
    return "", "does not match its schema"
