"""``/documents`` of the admin API: the served documents, what was changed in them, and their findings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import Any

from contracts.errors import CasemockError
from contracts.findings import Finding
from contracts.generation.json_encoding import encode_json
from mockserver.console.index import Index
from mockserver.control.admin_request import AdminError, AdminRequest
from mockserver.control.document_findings import findings_of
from mockserver.control.positions import location_json
from mockserver.documents import ServedDocument
from mockserver.http.messages import MockResponse
from mockserver.mounting import MountedApi
from mockserver.settings import Settings

MAX_FINDINGS = 1000
"""Maximum number of findings, and of problems of a document, in a response."""

MAX_INDEX = 9
"""Maximum number of digits of an index."""

_THREAD = ThreadPoolExecutor(1, "findings")
"""It starts when it is used for the first time."""


class DocumentsApi:
    """The handlers of ``/documents``.

    :param index: returns the index, which has the URLs of the documents.
    """

    def __init__(
        self,
        documents: Sequence[ServedDocument],
        apis: Sequence[MountedApi],
        settings: Settings,
        index: Callable[[], Index],
    ) -> None:
        self._documents = documents
        self._apis = apis
        self._settings = settings
        self._index = index
        self._findings: dict[int, Future[bytes]] = {}

    @cached_property
    def _list(self) -> bytes:
        urls = {id(one.contract): one.path for one in self._index().documents}
        listed = [
            _shown(index, one, urls.get(id(one.contract), ""), self._operations(one))
            for index, one in enumerate(self._documents)
        ]
        return encode_json({"documents": listed})

    def _operations(self, document: ServedDocument) -> int:
        return sum(len(one.operations) for one in self._apis if one.contract is document.contract)

    def find(self, request: AdminRequest) -> MockResponse:
        """Return all documents, in the order in which they were given."""
        request.known_query()
        return MockResponse(200, self._list, "application/json")

    async def findings(self, request: AdminRequest) -> MockResponse:
        """Return the findings of a document, which are computed once."""
        request.known_query()
        text = request.path_values["index"]
        is_number = text.isascii() and text.isdecimal() and len(text) <= MAX_INDEX
        if not is_number or int(text) >= len(self._documents):
            hint = "GET /documents lists all"
            raise AdminError(f"there is no document '{text[:20]}'", location="path", hint=hint, status=404)
        index = int(text)
        if index not in self._findings:
            self._findings[index] = _THREAD.submit(_encoded, self._documents[index], self._settings)
        try:
            # A client that closes its connection does not cancel what others wait for.
            body = await asyncio.shield(asyncio.wrap_future(self._findings[index]))
        except CasemockError as error:  # a rule of a plugin cannot be used
            self._findings.pop(index, None)
            raise AdminError(error.message, hint=error.hint, status=503) from None
        return MockResponse(200, body, "application/json")


def _shown(index: int, document: ServedDocument, url: str, operations: int) -> dict[str, Any]:
    contract = document.contract
    return {
        "index": index,
        "name": contract.document.name,
        "title": contract.title,
        "version": contract.version,
        "openapi": contract.openapi,
        "operations": operations,
        "url": url,
        "problems": [
            {
                "location": location_json(one.location),
                "message": one.reason,
                "change": one.change,
                "hint": one.hint,
            }
            for one in document.left_out[:MAX_FINDINGS]
        ],
        "problems_total": len(document.left_out),
    }


def _encoded(document: ServedDocument, settings: Settings) -> bytes:
    found = findings_of(document, settings)
    return encode_json({"findings": [_finding(one) for one in found[:MAX_FINDINGS]], "total": len(found)})


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "location": location_json(finding.location),
        "message": finding.message,
        "hint": finding.hint,
    }
