"""``/documents`` of the admin API: the served documents, what was changed to serve them, and their findings.

The findings are those of ``contracts validate``, which runs as a process of its own: it needs up to a second per MB, in
which requests are handled as usual, and it has the time limits of the command.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Any

from contracts.generation.json_encoding import encode_json
from contracts.wording import pluralize
from mockserver.console.documents import ServedDocument as Listed
from mockserver.console.documents import served_documents
from mockserver.console.urls import ROOT
from mockserver.control.admin_request import AdminError, AdminRequest
from mockserver.control.positions import location_json
from mockserver.documents import ServedDocument
from mockserver.http.messages import MockResponse, json_response
from mockserver.mounting import MountedApi
from mockserver.settings import Settings

MOST_FINDINGS = 1000
"""Maximum number of findings in a response."""

SECONDS = 120
"""Maximum time of a validation."""


class DocumentsApi:
    """The handlers of ``/documents``.

    :param documents: the served documents, with their errors.
    """

    def __init__(self, documents: Sequence[ServedDocument], apis: Sequence[MountedApi], settings: Settings) -> None:
        self._documents = documents
        self._apis = apis
        self._settings = settings
        self._findings: dict[int, dict[str, Any]] = {}
        self._running: dict[tuple[int, int], asyncio.Task[dict[str, Any]]] = {}  # by event loop and index

    async def find(self, request: AdminRequest) -> MockResponse:
        """Return the documents, with what was changed to serve each."""
        request.known_query()
        found = await asyncio.to_thread(self._list)  # a large document is read again for its positions
        return json_response(200, {"documents": found})

    def _list(self) -> list[dict[str, Any]]:
        listed = {id(one.apis[0].contract): one for one in served_documents(self._apis, ROOT) if one.apis}
        return [
            self._document(index, document, listed.get(id(document.contract)))
            for index, document in enumerate(self._documents)
        ]

    @staticmethod
    def _document(index: int, document: ServedDocument, listed: Listed | None) -> dict[str, Any]:
        contract = document.contract
        return {
            "index": index,
            "name": contract.document.name,
            "title": contract.title,
            "version": contract.version,
            "openapi": contract.openapi,
            "operations": len(contract.operations),
            "url": listed.path if listed is not None else "",
            "problems": [
                {
                    "location": location_json(one.location),
                    "message": one.reason,
                    "change": one.change,
                    "hint": one.hint,
                }
                for one in document.left_out[:MOST_FINDINGS]
            ],
        }

    async def validate(self, request: AdminRequest) -> MockResponse:
        """Return the findings of a document. They are found once."""
        request.known_query()
        text = request.path_values["index"]
        index = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
        if not 0 <= index < len(self._documents):
            hint = f"GET /documents lists {pluralize(len(self._documents), 'document')}, from 0"
            raise AdminError(f"no document '{text[:40]}'", location="path/index", hint=hint, status=404)
        if index not in self._findings:
            key = id(asyncio.get_running_loop()), index
            if key not in self._running:
                self._running[key] = asyncio.create_task(self._validated(self._documents[index]))
            task = self._running[key]
            try:
                self._findings[index] = await asyncio.shield(task)  # other clients may wait for it as well
            finally:
                if task.done():
                    self._running.pop(key, None)
        return json_response(200, self._findings[index])

    async def _validated(self, document: ServedDocument) -> dict[str, Any]:
        source = document.contract.document
        command = [sys.executable, "-m", "contracts", "validate", "--format", "json", "--show", "hint", "--quiet"]
        for folder in self._settings.allow_folders:
            command += ["--allow-folder", str(folder)]
        content = None if source.files else encode_json(source.tree)
        command += ["--", "-" if content is not None else str(source.files[0])]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)
        try:
            output, errors = await asyncio.wait_for(process.communicate(content), SECONDS)
        except TimeoutError:
            message = f"the validation takes longer than {SECONDS} s"
            raise AdminError(message, hint="run 'contracts validate' in a terminal", status=503) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        try:
            report = json.loads(output)
        except ValueError:  # it ended with an error message
            lines = errors.decode("utf-8", "replace").strip().splitlines()
            raise AdminError(lines[0][:300] if lines else "the validation failed", status=503) from None
        return _shown(report["findings"])


def _shown(findings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    names = ("rule", "severity", "message", "hint", "location")
    shown = [{name: one.get(name, "") for name in names} for one in findings[:MOST_FINDINGS]]
    return {"findings": shown, "total": len(findings)}
