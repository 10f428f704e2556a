"""Values of path parameters that a generated response repeats: ``year`` in the response of ``/reports/{year}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.spec.keys import Keys, schema_at
from contracts.spec.model import Operation
from contracts.spec.path_fields import path_fields
from contracts.spec.schemas import Schema
from mockserver.http.coercion import Coerce, compile_coercion


class PathEcho:
    """The properties of a response with the values of path parameters, compiled.

    :param body: schema of the successful response, or ``None``.
    :param parents: path template of each collection in the operation's path, by the parameter with the item's id.
    """

    def __init__(self, operation: Operation, body: Schema | None, parents: Mapping[str, str]) -> None:
        self._fields: list[tuple[str, str, Coerce]] = []
        if body is None:
            return
        names = [parameter.name for parameter in operation.parameters if parameter.location == "path"]
        found = path_fields(body, [(name, parents.get(name, "")) for name in names])
        self._fields = [
            (keys[0], name, _converter(body, keys))
            for name, all_keys in found.items()
            for keys in all_keys
            if len(keys) == 1
        ]

    def __call__(self, path_value: Callable[[str], str], sent: Any) -> Any:
        """Return what a generated body takes from the request: properties of the sent body and of the path.

        :param path_value: returns the value of a path parameter.
        :param sent: the body that the client sent; returned as it is if the path has no values for the response.
        """
        if not self._fields:
            return sent
        own = {field: convert(path_value(name)) for field, name, convert in self._fields}
        return {**sent, **own} if isinstance(sent, dict) else own


def _converter(body: Schema, keys: Keys) -> Coerce:
    return compile_coercion(schema_at(body, keys), plain=True) or str
