"""Reading and validating JSON bodies, for the servers without a framework that does it."""

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request


class InvalidError(Exception):
    """A value in a request is not valid; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message = field, message


async def read_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in the body; raises HTTPException 415 or 400, and InvalidError for another JSON type."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "the body must be JSON")
    try:
        value = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is not JSON") from None
    if not isinstance(value, dict):
        raise InvalidError("body", "must be an object")
    return value


def text(body: dict[str, Any], name: str, low: int = 0, high: int = 10_000) -> str:
    """Return the string `name` of `body`; raises InvalidError for another type, length, or a lone surrogate."""
    value = body.get(name)
    if not isinstance(value, str):
        raise InvalidError(name, "must be a string")
    if not low <= len(value) <= high:
        raise InvalidError(name, f"must have {low} to {high} characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise InvalidError(name, "must be Unicode text")
    return value


def flag(body: dict[str, Any], name: str) -> bool:
    value = body.get(name)
    if not isinstance(value, bool):
        raise InvalidError(name, "must be true or false")
    return value


def texts(body: dict[str, Any], name: str, most: int) -> list[str]:
    """Return the list of 1 to 30 characters long strings `name` of `body`."""
    values = body.get(name)
    if not isinstance(values, list) or len(values) > most:
        raise InvalidError(name, f"must be a list of at most {most} strings")
    return [text({name: value}, name, 1, 30) for value in values]


def query_integer(request: Request, name: str, default: int, low: int, high: int) -> int:
    """Return the query parameter `name`; raises InvalidError."""
    sent = request.query_params.get(name, str(default))
    digits = sent.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 18 or not low <= int(sent) <= high:
        raise InvalidError(name, f"must be an integer from {low} to {high}")
    return int(sent)
