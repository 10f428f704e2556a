"""Nothing keeps a document that is not served any more: a server that reloads would need more and more memory."""

from __future__ import annotations

import gc
import weakref

from contracts.generation.generate import Generators
from mockserver.app import create_app
from mockserver.settings import bundled_document
from tests.mockserver.kit import Client


def test_documents_are_released_with_their_application() -> None:
    app = create_app(bundled_document())
    client = Client(app)
    for mounted in app.apis:
        for one in mounted.operations:
            client(one.operation.method, one.path.replace("{id}", "1"))
            for response in one.operation.responses:
                for media in response.content:
                    if media.schema is not None:
                        Generators(documented=True).compile(media.schema)("key")
    matcher = {"request": {"operation": "serverops_getCase", "body_schema": {"$ref": "#/components/schemas/TinesCase"}}}
    client("POST", "/__mock__/admin/requests/verify", matcher)
    kept = weakref.ref(app.contracts[0].schemas)
    app.store.close()
    del app, client, mounted, one, response, media
    gc.collect()
    assert kept() is None
