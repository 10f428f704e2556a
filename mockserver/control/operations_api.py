"""``/operations`` of the admin API: the served operations, and what a form needs to try one of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from contracts.generation.json_encoding import encode_json
from contracts.spec.model import MediaType, Parameter, RequestBody
from contracts.spec.operation_pointers import OperationPointers
from contracts.wording import close_matches
from mockserver.console.index import Index, credential_requirements
from mockserver.console.sample_bodies import sample_body
from mockserver.console.samples import Sampler, SampleRequest, curl_line
from mockserver.control.admin_request import MAX_NAME, AdminError, AdminRequest
from mockserver.control.positions import in_thread, position_json
from mockserver.control.sample_credentials import sample_credentials
from mockserver.http.messages import MockResponse, json_response
from mockserver.mounting import MountedApi, MountedOperation
from mockserver.settings import Settings

MAX_SCHEMA = 4000
"""Maximum length of the JSON of a schema that is shown."""

MAX_VALUES = 1000
"""Maximum number of values of ``enum`` that are shown."""

_LEFT_OUT = frozenset({"description", "title", "example", "examples", "$comment"})
"""Keywords that are not part of a short schema."""


class OperationsApi:
    """The handlers of ``/operations``.

    :param index: returns the index, which has the sample requests.
    """

    def __init__(self, apis: Sequence[MountedApi], settings: Settings, index: Callable[[], Index]) -> None:
        self._apis = apis
        self._settings = settings
        self._index = index

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[MountedApi, MountedOperation]]:
        return {f"{api.api.name}/{one.operation.id}": (api, one) for api in self._apis for one in api.operations}

    @cached_property
    def _list(self) -> bytes:
        return encode_json({"operations": [_summary(key, *found) for key, found in self._by_key.items()]})

    def find(self, request: AdminRequest) -> MockResponse:
        """Return all operations in the order of the documents."""
        request.known_query()
        return MockResponse(200, self._list, "application/json")

    async def read(self, request: AdminRequest) -> MockResponse:
        """Return the parameters, body, responses and credentials of an operation, with a sample request."""
        request.known_query()
        key = f"{request.path_values['api']}/{unquote(request.path_values['id'][1:], errors='replace')}"
        found = self._by_key.get(key)
        if found is None:
            close = close_matches(key, self._by_key, 2)
            hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "GET /operations lists all"
            raise AdminError(f"there is no operation '{key[:MAX_NAME]}'", location="path", hint=hint, status=404)
        api, mounted = found
        details = self._details(key, api, mounted, request.base_url)
        # A large file is read again to find the line.
        details["document"] = position_json(await in_thread(lambda: mounted.operation.location))
        return json_response(200, details)

    def _details(self, key: str, api: MountedApi, mounted: MountedOperation, base_url: str) -> dict[str, Any]:
        operation, index = mounted.operation, self._index()
        pointers = OperationPointers(api.contract, operation)
        sample = index.sample(mounted)
        return {
            **_summary(key, api, mounted),
            "description": operation.description,
            "pointer": operation.pointer,
            "parameters": [_parameter(one, pointers, index.sampler) for one in operation.parameters],
            "body": _body(operation.request_body, index.sampler),
            "responses": [
                {
                    "status": one.status,
                    "description": one.description,
                    "media": [{"type": media.name, "examples": _names(media)} for media in one.content],
                }
                for one in operation.responses
            ],
            "credentials": sample_credentials(operation, self._settings),
            "sample": _sample(sample),
            "curl": curl_line(sample, base_url),
        }


def _summary(key: str, api: MountedApi, mounted: MountedOperation) -> dict[str, Any]:
    operation = mounted.operation
    return {
        "key": key,
        "api": api.api.name,
        "id": operation.id,
        "method": operation.method,
        "path": mounted.path,
        "summary": operation.summary,
        "tags": list(operation.tags),
        "deprecated": operation.deprecated,
        "security": credential_requirements(operation),
    }


def _sample(sample: SampleRequest) -> dict[str, Any]:
    return {
        "method": sample.method,
        "target": sample.target,
        "headers": [list(pair) for pair in sample.headers],
        "body": sample.body,
        "form": [list(pair) for pair in sample.form],
    }


def _parameter(parameter: Parameter, pointers: OperationPointers, sampler: Sampler) -> dict[str, Any]:
    found = pointers.parameter(parameter.location, parameter.name)
    written = found[1] if found is not None else {}
    schema = parameter.schema
    node = schema.final_target.node if schema is not None else True
    keywords: Mapping[str, Any] = node if isinstance(node, dict) else {}
    shown: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.location,
        "required": parameter.required,
        "description": parameter.description,
        "deprecated": written.get("deprecated") is True or keywords.get("deprecated") is True,
        "type": _type(keywords),
        "style": parameter.style,
        "explode": parameter.explode,
        "example": sampler.value_of(parameter),
        "schema": _short(schema.node if schema is not None else {}),
    }
    if isinstance(values := keywords.get("enum"), list):
        shown["enum"] = values[:MAX_VALUES]
    if "default" in keywords:
        shown["default"] = keywords["default"]
    return shown


def _type(keywords: Mapping[str, Any]) -> str:
    """Return the first type of a schema that is not null; ``""`` if it has none."""
    types = keywords.get("type", "")
    listed = types if isinstance(types, list) else [types]
    return next((one for one in listed if isinstance(one, str) and one != "null"), "")


def _short(node: Any) -> Any:
    """Return a schema without texts for people; only its type if it is large."""
    if not isinstance(node, dict):
        return node
    short = {key: value for key, value in node.items() if key not in _LEFT_OUT}
    return short if len(encode_json(short)) <= MAX_SCHEMA else {key: short[key] for key in ("type",) if key in short}


def _body(body: RequestBody | None, sampler: Sampler) -> dict[str, Any] | None:
    if body is None:
        return None
    media = [{"type": one.name, "examples": _examples(one, sampler)} for one in body.content]
    return {"required": body.required, "media": media}


def _examples(media: MediaType, sampler: Sampler) -> list[dict[str, str]]:
    """Return the documented examples of a request body, then a generated one, as text."""
    named = [*zip(_names(media), (one.value for one in media.examples), strict=True)]
    return [
        {"name": name, "text": _text(media, value)}
        for name, value in [*named, ("generated", sampler.generated_body(media))]
    ]


def _names(media: MediaType) -> list[str]:
    """Return the names of the documented examples; the only one may have none."""
    return [one.name or "example" for one in media.examples]


def _text(media: MediaType, value: Any) -> str:
    """Return a body as text; the fields of a form with parts as JSON."""
    text = sample_body(media, value, indent=True).text
    return text if text is not None else json.dumps(value, indent=2, ensure_ascii=False)
