"""What the Litestar servers need to be as strict as their documents."""

from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import ValidationException


def refuse_deep_nesting(_request: Request[Any, Any, Any], _error: RecursionError) -> Response[dict[str, Any]]:
    """Return 400 for a body that is nested too deeply to be decoded; Litestar itself returns 500."""
    content = {"status_code": 400, "detail": "the body is nested too deeply"}
    return Response(content, status_code=400)


async def decode_strictly(request: Request[Any, Any, Any]) -> None:
    """Refuse what Litestar converts: "5" to an integer, 0 to a time. Runs before each request."""
    field = request.route_handler.parsed_data_field
    if field is None:
        return
    try:
        msgspec.json.decode(await request.body(), type=field.annotation)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValidationException("the body is not valid", extra={"message": str(error)}) from None


def one_line(value: str) -> None:
    """Raise ValueError if `value` ends with a line break, which `$` in a pattern allows in Python."""
    if value.endswith("\n"):
        raise ValueError("must not end with a line break")
