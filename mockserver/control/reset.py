"""Back to the start, as a whole or in part."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contracts.wording import suggestion
from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute
from mockserver.http.messages import MockResponse


class Reset:
    """The route of resets.

    :param parts: what resets each part, by its name.
    """

    def __init__(self, parts: Mapping[str, Callable[[], None]]) -> None:
        self._parts = parts

    def routes(self) -> list[AdminRoute]:
        """Return the routes of the admin API."""
        return [AdminRoute("POST", "/reset", self._post)]

    def _post(self, request: AdminRequest) -> MockResponse:
        request.known_query("only")
        if request.body.strip() not in {b"", b"{}"}:
            raise AdminError("a reset has no body", hint="name the parts in the query: ?only=state", status=400)
        for name in self._names(request.query.get("only")):
            self._parts[name]()
        return MockResponse(204)

    def _names(self, only: str | None) -> list[str]:
        """Return the parts to reset."""
        if only is None:
            return [*self._parts]
        names = only.split(",")
        for name in names:
            if name not in self._parts:
                hint = suggestion(name, self._parts) or f"parts: {', '.join(self._parts)}"
                raise AdminError(f"unknown part '{name[:80]}'", location="query/only", hint=hint)
        return [*dict.fromkeys(names)]
