"""``/collections`` of the admin API: the inferred collections, as ``mockserver routes --state`` shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from contracts.generation.json_encoding import encode_json
from contracts.spec.keys import FIRST
from contracts.spec.model import Resource
from contracts.spec.resources.paths import parse_path
from mockserver.console.state import shown_reason
from mockserver.control.admin_request import AdminRequest
from mockserver.http.messages import MockResponse
from mockserver.mounting import MountedApi, MountedOperation
from mockserver.state.data_paths import KnownCollection, known_collections


class CollectionsApi:
    """The handler of ``/collections``."""

    def __init__(self, apis: Sequence[MountedApi]) -> None:
        self._apis = apis

    def find(self, request: AdminRequest) -> MockResponse:
        """Return all collections, those that contain others first."""
        request.known_query()
        return MockResponse(200, self._list, "application/json")

    @cached_property
    def _list(self) -> bytes:
        return encode_json({"collections": [one for mounted in self._apis for one in _collections(mounted)]})


def _collections(mounted: MountedApi) -> Iterator[dict[str, Any]]:
    operations: dict[str, list[tuple[MountedOperation, Resource]]] = {}
    for one in mounted.operations:
        resource = one.operation.resource
        if resource is not None:
            operations.setdefault(parse_path(resource.collection).key, []).append((one, resource))
    for known in known_collections(mounted):
        yield _collection(mounted, known, operations[parse_path(known.template).key])


def _collection(
    mounted: MountedApi, known: KnownCollection, operations: Sequence[tuple[MountedOperation, Resource]]
) -> dict[str, Any]:
    roles: dict[str, str] = {}
    for one, resource in operations:
        roles.setdefault(resource.role, one.operation.id)
    id_path = known.resource.id_path
    return {
        "api": known.api,
        "path": known.mounted,
        "parameters": list(parse_path(known.mounted).parameters),
        "single": known.resource.single,
        "id": "" if known.resource.single or FIRST in id_path else ".".join(id_path),
        "roles": roles,
        "operations": [
            {"id": one.operation.id, "method": one.operation.method, "path": one.path, "role": resource.role}
            for one, resource in operations
        ],
        "reason": shown_reason(mounted, known.resource.reason),
    }
