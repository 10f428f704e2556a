"""Chroma: tenants, databases and collections of vectors; it checks no credentials."""

from __future__ import annotations

from typing import Any, ClassVar

from benchmarks.applications.application import Application, Fingerprint, Installation
from benchmarks.applications.client import Client

DATABASE = "/api/v2/tenants/default_tenant/databases/default_database"
COLLECTIONS = ("papers", "pictures")
RECORDS = {
    "ids": ["a", "b", "c"],
    "embeddings": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "documents": ["first", "second", "third"],
    "metadatas": [{"year": 2001}, {"year": 2002}, {"year": 2003}],
}


class Chroma(Application):
    """Chroma with two collections of three records in the default database."""

    name = "chroma"
    pip = ("chromadb",)
    document = "chroma.json"
    health = "/api/v2/heartbeat"
    headers: ClassVar = {"x-chroma-token": "unused"}
    options = ("--identity", "tester=unused")

    def command(self, installation: Installation) -> list[str]:
        """Return the command; it stores its data in the folder."""
        program = self.executable(installation.cache, "chroma")
        return [
            program,
            "run",
            "--path",
            str(installation.folder),
            "--host",
            "127.0.0.1",
            "--port",
            str(installation.port),
        ]

    def read_document(self, client: Client) -> bytes:
        """Return the document that the application serves."""
        return client.send("GET", "/openapi.json")[1]

    def seed(self, client: Client) -> dict[str, str]:
        """Create the collections."""
        ids = [client.call("POST", f"{DATABASE}/collections", {"name": name})["id"] for name in COLLECTIONS]
        for collection in ids:
            client.call("POST", f"{DATABASE}/collections/{collection}/add", RECORDS)
        known = {"tenant": "default_tenant", "tenant_name": "default_tenant", "database": "default_database"}
        return {**known, "collection_id": ids[0]}

    def fingerprint(self, client: Client) -> Fingerprint:
        """Return the names and records of all collections."""
        kept: dict[str, Any] = {}
        for found in client.read(f"{DATABASE}/collections") or []:
            query = {"include": ["documents", "embeddings", "metadatas"]}
            records = client.call("POST", f"{DATABASE}/collections/{found['id']}/get", query)
            kept[f"collection {found['id']}"] = [found["name"], *(records[part] for part in RECORDS)]
        return kept
