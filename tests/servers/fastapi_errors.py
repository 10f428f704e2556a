"""The error handler that the FastAPI servers share."""

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response


def printable(text: str) -> str:
    """Return `text` with its lone surrogates escaped, so that it can be encoded."""
    return text.encode("utf-8", "backslashreplace").decode()


def details(error: RequestValidationError) -> list[dict[str, Any]]:
    """Return location, message and type of each error, without the input: it may have what JSON cannot express."""
    return [
        {
            "loc": [part if isinstance(part, int) else printable(part) for part in entry["loc"]],
            "msg": printable(entry["msg"]),
            "type": entry["type"],
        }
        for entry in error.errors()
    ]


async def show_validation_errors(_request: Request, error: Exception) -> Response:
    """Return 422 with the errors in the form that FastAPI documents."""
    assert isinstance(error, RequestValidationError)
    content = json.dumps({"detail": details(error)})
    return Response(content, 422, media_type="application/json")


def add_error_handlers(app: FastAPI) -> None:
    """Replace FastAPI's own handler, which fails for a lone surrogate or NaN in the input."""
    app.add_exception_handler(RequestValidationError, show_validation_errors)
