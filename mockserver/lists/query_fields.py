"""Query parameters by name; the properties of a parameter that is an object, such as ``page[size]``, count as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.spec.keys import Keys, value_at
from contracts.spec.list_names import LONE_BOUNDS, plain
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.http.coercion import scalar_types
from mockserver.http.request import ABSENT, RequestContext, decode

MAX_INTEGER_DIGITS = 18
_TIME_HINTS = ("timestamp", "iso 8601", "iso-8601", "iso8601", "rfc 3339", "rfc3339")


@dataclass(frozen=True)
class QueryField:
    """A value in the query.

    :param name: its name in the query, e.g. ``page[size]``.
    :param owner: the parameter; ``""`` if the document has none, and the value is read from the raw query.
    :param keys: keys to the value in a parameter that is an object.
    :param schema: ``None`` if any value is allowed.
    """

    name: str
    owner: str = ""
    keys: Keys = ()
    schema: Schema | None = None
    description: str = ""
    examples: tuple[Any, ...] = ()

    @cached_property
    def plain(self) -> str:
        """The name in lower case without separators."""
        return plain(self.name)

    @cached_property
    def types(self) -> frozenset[str]:
        """The JSON types that the schema allows explicitly; those of its items for an array."""
        schema = self.schema.items or self.schema if self.schema is not None else None
        return scalar_types(schema) if schema is not None else frozenset()

    @cached_property
    def node(self) -> Mapping[str, Any]:
        """The schema without references; that of its items for an array."""
        return node_of(self.schema.items or self.schema) if self.schema is not None else {}

    @cached_property
    def default(self) -> Any:
        """The default, or ``ABSENT``."""
        return node_of(self.schema).get("default", ABSENT) if self.schema is not None else ABSENT

    @property
    def may_be_integer(self) -> bool:
        """Whether integers are valid, or no type is documented."""
        return bool(not self.types or self.types & {"integer", "number"})

    @property
    def is_free_text(self) -> bool:
        """Whether any string is valid."""
        return self.types <= {"string", "null"} and not self.node.keys() & {"enum", "format", "const"}

    @property
    def is_time(self) -> bool:
        """Whether the values are timestamps or dates, by the format, or by the description of a name like ``after``."""
        if self.node.get("format") in {"date-time", "date"}:
            return True
        return self.plain in LONE_BOUNDS and any(hint in self.description.lower() for hint in _TIME_HINTS)

    def accepts(self, value: Any) -> bool:
        """Whether a value is valid."""
        return self.schema is None or self.schema.request_validator.is_valid(value)

    def value(self, request: RequestContext) -> Any:
        """Return the value in a request, or the default, or ``ABSENT``."""
        if not self.owner:
            raw = request.query.get(self.name)
            return decode(raw[0], plus=True, errors="replace") if raw else ABSENT
        value = request.parameters.get(("query", self.owner), ABSENT)
        return value_at(value, self.keys, ABSENT) if self.keys else value

    def sent(self, request: RequestContext) -> Any:
        """Return the value that the client sent, or ``ABSENT``; the default counts only if it was sent."""
        value = self.value(request)
        is_default = value is not ABSENT and value == self.default and self.name not in request.query
        return ABSENT if is_default else value

    def integer(self, request: RequestContext) -> int | None:
        """Return the value as a non-negative integer, or ``None``."""
        return integer_of(self.value(request))


def integer_of(value: Any) -> int | None:
    """Return a non-negative integer, also from a string of digits; ``None`` for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= MAX_INTEGER_DIGITS:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def node_of(schema: Schema | None) -> Mapping[str, Any]:
    """Return a schema without references, or ``{}`` for a boolean schema or ``None``."""
    node = schema.resolve().node if schema is not None else None
    return node if isinstance(node, dict) else {}


def query_fields(operation: Operation) -> Iterator[QueryField]:
    """Yield the values that the query of an operation can have."""
    for parameter in operation.parameters:
        if parameter.location != "query":
            continue
        name, schema, text = parameter.name, parameter.schema, parameter.description
        below = schema.possible_properties if schema is not None else {}
        for key, part in below.items():
            yield QueryField(f"{name}[{key}]", name, (key,), part, text)
        if not below or scalar_types(schema) - {"object"} if schema is not None else True:
            examples = tuple(example.value for example in parameter.examples)
            node = node_of(schema)
            examples += (node["example"],) if "example" in node else ()
            examples += tuple(node["examples"]) if isinstance(node.get("examples"), list) else ()
            yield QueryField(name, name, (), schema, text, examples)
