"""The admin API for tests, called in this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

from contracts.generation.json_encoding import encode_json
from mockserver.fallback import ADMIN
from mockserver.http.messages import decode_json
from mockserver.testing.app_thread import AppThread
from mockserver.testing.errors import ControlError
from mockserver.testing.in_process import InProcessRequest, InProcessResponse

JSON = (b"content-type", b"application/json")


class ControlClient:
    """Sends requests to the admin API of a mock server.

    :param token: the admin token, or ``""``.
    """

    def __init__(self, thread: AppThread, token: str = "") -> None:
        self._thread = thread
        self._headers = [(b"host", b"localhost")]
        if token:
            self._headers.append((b"authorization", b"Bearer " + token.encode()))

    def __call__(self, method: str, path: str, body: Any = None, query: Mapping[str, Any] | None = None) -> Any:
        """Return the JSON value of a response; ``None`` if it has no body.

        :raises ControlError: if the request is refused.
        """
        response = self.send(method, path, body, query)
        value = decode_json(response.body) if response.body else None
        if response.status >= 400:
            raise control_error(value)
        return value

    def send(
        self, method: str, path: str, body: Any = None, query: Mapping[str, Any] | None = None
    ) -> InProcessResponse:
        """Return a response, whatever its status code."""
        target = f"{ADMIN.rstrip('/')}{quote(path, safe='/~!$&()*+,;=:@%')}"
        if given := {name: value for name, value in (query or {}).items() if value not in (None, "")}:
            target += f"?{urlencode(given)}"
        content = b"" if body is None else encode_json(body)
        headers = [*self._headers, JSON] if content else self._headers
        request = InProcessRequest(method, target.encode("ascii"), headers, content, "http", ("localhost", 80))
        return self._thread.send(request)


def control_error(value: Any) -> ControlError:
    """Return the error of a refused request.

    :param value: the JSON value of the response.
    """
    known = cast(Mapping[str, Any], value if isinstance(value, dict) else {})
    where = f"{known['location']}: " if known.get("location") else ""
    more = [f"{one['location']}: {one['error']}" for one in known.get("errors", ())[1:]]
    return ControlError("\n".join([f"{where}{known.get('error', 'refused')}", *more]), hint=str(known.get("hint", "")))
