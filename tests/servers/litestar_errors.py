"""The error handler that the Litestar servers share."""

from typing import Any

from litestar import Request, Response


def refuse_deep_nesting(_request: Request[Any, Any, Any], _error: RecursionError) -> Response[dict[str, Any]]:
    """Return 400 for a body that is nested too deeply to be decoded; Litestar itself returns 500."""
    content = {"status_code": 400, "detail": "the body is nested too deeply"}
    return Response(content, status_code=400)
