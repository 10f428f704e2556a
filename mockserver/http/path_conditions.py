"""Conditions of routes on the query and the headers, for path templates such as ``/#X-Amz-Target=Table.Get``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from contracts.spec.model import Parameter
from contracts.spec.path_selectors import Selector
from mockserver.http.messages import read_headers
from mockserver.http.request import decode, parse_query
from mockserver.http.route_choice import Parts


class RequestParts:
    """The query and the headers of a request, parsed on first use: most routes do not need them."""

    def __init__(self, scope: Mapping[str, Any] | None) -> None:
        self._scope = scope or {}
        self._query: dict[str, list[str]] | None = None
        self._headers: dict[str, str] | None = None

    def values(self, location: str, name: str) -> list[str]:
        """Return the decoded values of a header or query parameter."""
        if location == "header":
            if self._headers is None:
                self._headers = read_headers(self._scope.get("headers", []))
            value = self._headers.get(name.lower())
            return [] if value is None else [value]
        if self._query is None:
            self._query = parse_query(self._scope.get("query_string", b"").decode("latin-1"))
        return [decode(value, plus=True, errors="replace") for value in self._query.get(name, ())]


class PathCondition:
    """What a request must have besides a path.

    :param parameters: those of the operation.
    :ivar size: the number of requirements.
    """

    def __init__(self, selectors: tuple[Selector, ...], parameters: Iterable[Parameter] = ()) -> None:
        self._selectors = selectors
        named = {(one.location, one.name.lower()): one for one in parameters if one.required}
        keys = [[(place, one.name.lower()) for place in one.locations] for one in selectors]
        found = [next((named[key] for key in own if key in named), None) for own in keys]
        self._required = [one for one in found if one is not None]
        self._may_explain = len(self._required) == len(selectors) and not any(one.parameter for one in selectors)
        self.size = len(selectors)

    def is_explained(self, request: Parts) -> bool:
        """Return whether a required parameter that the condition is about is missing, or its schema refuses it."""
        return self._may_explain and any(_is_refused(one, request) for one in self._required)

    def values(self, request: Parts) -> dict[str, str] | None:
        """Return the path values in the query and headers, percent-encoded; ``None`` if the request does not fit."""
        found: dict[str, str] = {}
        for selector in self._selectors:
            sent = [value for location in selector.locations for value in request.values(location, selector.name)]
            if not sent or (selector.value is not None and selector.value not in sent):
                return None
            if selector.parameter:
                if not sent[-1]:
                    return None
                found[selector.parameter] = quote(sent[-1], safe="")
        return found


def _is_refused(parameter: Parameter, request: Parts) -> bool:
    sent = request.values(parameter.location, parameter.name)
    return not sent or (parameter.schema is not None and not parameter.schema.is_valid(sent[-1]))
