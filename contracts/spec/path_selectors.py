"""Path templates with more than a path: ``/#X-Amz-Target=Table.Get``, ``/rest?method=get``, ``/files/{id}#share``.

OpenAPI has one operation for a path and a method (3.1, section 4.8.8.1). Authors write down in this way how others
differ: by a header or a query parameter, or by nothing that a request contains.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

from contracts.spec.model import Parameter

_MARK = re.compile(r"\{[^{}]*\}|([?#])")
_NAME = re.compile(r"\{([^{}]+)\}")


class Selector(NamedTuple):
    """What a request must have to belong to an operation.

    :param locations: where it may be: ``query``, ``header``, or both.
    :param name: name of the header or query parameter.
    :param value: its value; ``None`` for any.
    :param parameter: the path parameter whose value it is; ``""`` if it is not one.
    """

    locations: tuple[str, ...]
    name: str
    value: str | None = None
    parameter: str = ""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The locations with the name as they are compared: names of headers without regard to case."""
        return tuple(parameter_key(location, self.name) for location in self.locations)


class SelectedPath(NamedTuple):
    """A path template without what follows the path.

    :param path: the template up to the first ``?`` or ``#``.
    :param selectors: what a request must have.
    :param is_label: whether requests need not have it, since the document does not describe it: ``#share``.
    """

    path: str
    selectors: tuple[Selector, ...]
    is_label: bool

    def values(self, query: str, header: Callable[[str], str | None]) -> dict[str, str] | None:
        """Return the decoded path values that a request has in its query and headers, by parameter.

        :param query: the query of the request, percent-encoded.
        :param header: returns the value of a header by its name.
        :returns: ``None`` if the request lacks something that it must have.
        """
        sent = parse_qs(query, keep_blank_values=True)
        found: dict[str, str] = {}
        for one in () if self.is_label else self.selectors:
            values = list(sent.get(one.name, ())) if "query" in one.locations else []
            if "header" in one.locations and (value := header(one.name)) is not None:
                values.append(value)
            if not values or (one.value is not None and one.value not in values):
                return None
            if one.parameter:
                found[one.parameter] = values[-1]
        return found


def parameter_key(location: str, name: str) -> tuple[str, str]:
    """Return location and name as they are compared (RFC 9110, section 5.1)."""
    return location, name.lower() if location == "header" else name


def precedence(selected: SelectedPath) -> tuple[int, int, bool]:
    """Return the sort key of a template among those that a request matches; the smallest is that of its operation.

    Concrete paths are matched before templated ones (OpenAPI 3.1, section 4.8.8), and those that say more of a request
    before those that say less. A label says nothing, so the path without it comes first.
    """
    return selected.path.count("{"), 0 if selected.is_label else -len(selected.selectors), selected.is_label


def selected_path(template: str, parameters: Iterable[Parameter]) -> SelectedPath | None:
    """Return the parts of a template with ``?`` or ``#``; ``None`` for an ordinary template.

    It is ordinary as well if further segments follow ``#``, or path parameters that are no values of selectors: the
    characters are then part of the path.

    :param parameters: those of the operation; they determine where a value is sent.
    """
    mark = next((found for found in _MARK.finditer(template) if found[1]), None)
    if mark is None or mark.start() == 0:
        return None
    known = list(parameters)
    is_query, rest = mark[1] == "?", template[mark.end() :]
    found = [_selector(part, known, is_query=is_query) for part in rest.split("&") if part]
    selectors = tuple(one for one in found if one is not None)
    if (not is_query and "/" in rest) or not {*_NAME.findall(rest)} <= {one.parameter for one in selectors}:
        return None
    documented = {one.name.lower() for one in known if one.location in {"query", "header"}}
    is_known = any(one.parameter or one.name.lower() in documented for one in selectors)
    return SelectedPath(template[: mark.start()], selectors, is_label=not (is_query or is_known))


def plain_path(template: str, parameters: Iterable[Parameter]) -> str:
    """Return the template of the path alone, without selectors and labels."""
    selected = selected_path(template, parameters)
    return template if selected is None else selected.path


def hidden_by(operations: Iterable[tuple[str, str, Iterable[Parameter]]]) -> dict[int, int]:
    """Return the operations whose path without its label (``/{id}#share``) is that of another one.

    Nothing in a request says which of them is meant.

    :param operations: method, path template and parameters of each.
    :returns: by index, the index of the operation that such requests belong to: one without label, else the first one.
    """
    known = [(method, template, selected_path(template, parameters)) for method, template, parameters in operations]
    first: dict[tuple[str, str], int] = {}
    for index, (method, template, selected) in enumerate(known):
        if selected is None or not selected.is_label:
            first.setdefault((method, _NAME.sub("{}", template)), index)
    hidden: dict[int, int] = {}
    for index, (method, _, selected) in enumerate(known):
        if selected is not None and selected.is_label:
            owner = first.setdefault((method, _NAME.sub("{}", selected.path)), index)
            if owner != index:
                hidden[index] = owner
    return hidden


def _selector(part: str, parameters: list[Parameter], *, is_query: bool) -> Selector | None:
    """Return the selector of ``name=value`` or ``name``; ``None`` for the name of nothing in a request."""
    name, equals, value = part.partition("=")
    name = unquote(name)
    own = next((one for one in parameters if _is_named(one, name)), None)
    locations = (own.location,) if own is not None else ("query",) if is_query else ("query", "header")
    if parameter := _NAME.fullmatch(value):
        return Selector(("query",) if own is None else locations, name, None, parameter[1])
    if equals:
        return Selector(locations, name, unquote(value))
    return Selector(locations, name) if own is not None or is_query else None


def _is_named(parameter: Parameter, name: str) -> bool:
    if parameter.location == "header":
        return parameter.name.lower() == name.lower()
    return parameter.location == "query" and parameter.name == name
