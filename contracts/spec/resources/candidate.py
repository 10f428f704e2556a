"""An operation with the facts that the inference needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from contracts.spec.extensions import ResourceHint
from contracts.spec.model import MediaType, Operation
from contracts.spec.resources.paths import parse_path
from contracts.spec.schemas import Schema
from contracts.spec.shapes import types_of

ITEM_ROLES = {"GET": "read", "PATCH": "update", "PUT": "replace", "POST": "update", "DELETE": "delete"}


class Candidate:
    """An operation with the facts that the inference needs.

    :param hint: ``x-mock-resource`` of the operation or its path item.
    """

    def __init__(self, operation: Operation, hint: ResourceHint) -> None:
        self.operation = operation
        self.hint = hint
        self.method = operation.method
        self.path = parse_path(operation.path)
        """The path as a template."""

    @cached_property
    def response(self) -> Schema | None:
        """The JSON schema of the successful response, or ``None``."""
        success = [one for one in self.operation.responses if one.is_success and one.content]
        fallback = [one for one in self.operation.responses if one.status == "default" and one.content]
        for response in success or ([] if self._documents_success else fallback):
            if (schema := _json_schema(response.content)) is not None:
                return schema
        return None

    @property
    def _documents_success(self) -> bool:
        return any(one.is_success for one in self.operation.responses)

    @cached_property
    def succeeds(self) -> bool:
        """Whether a response other than an error is documented."""
        return any(one.status[0] in "23d" for one in self.operation.responses)

    @cached_property
    def request(self) -> Schema | None:
        """The schema of the request body, JSON if possible, or ``None``."""
        content = self.operation.request_body.content if self.operation.request_body else ()
        return _json_schema(content) or next((media.schema for media in content if media.schema), None)

    @cached_property
    def documents_location(self) -> bool:
        """Whether a successful response has a ``Location`` header, as that of a creation."""
        headers = [header for one in self.operation.responses if one.is_success for header in one.headers]
        return any(header.name.lower() == "location" for header in headers)

    @cached_property
    def documents_content(self) -> bool:
        """Whether a response other than an error has documented content."""
        return self.response is not None or any(one.is_success and one.content for one in self.operation.responses)

    @cached_property
    def returns_content(self) -> bool:
        """Whether the successful response contains data that is not JSON, such as a file."""
        content = [media for one in self.operation.responses if one.is_success for media in one.content]
        is_named = all("/" in media.name for media in content)
        return bool(content) and is_named and _json_schema(content) is None

    @cached_property
    def sends_content(self) -> bool:
        """Whether the request body is a file, or a form that can have one."""
        content = self.operation.request_body.content if self.operation.request_body else ()
        return bool(content) and not any(media.is_json or media.name.lower().startswith(_FORM) for media in content)

    def schema_of(self, parameter: str) -> Schema | None:
        """The schema of a path parameter, or ``None``."""
        found = (one for one in self.operation.parameters if (one.location, one.name) == ("path", parameter))
        return next((one.schema for one in found), None)


_FORM = "application/x-www-form-urlencoded"
"""The content type of forms without files."""


def _json_schema(content: Sequence[MediaType]) -> Schema | None:
    """Return the schema of JSON content, else of content with documented objects or arrays: ``*/*``, XML."""
    found = next((media.structure for media in content if media.is_json and media.structure), None)
    if found is not None:
        return found
    others = (media.schema for media in content if media.schema is not None)
    return next((schema for schema in others if types_of(schema) & {"object", "array"}), None)
