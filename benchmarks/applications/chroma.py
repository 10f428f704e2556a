"""Chroma: tenants, databases and collections of vectors; no credentials."""

from __future__ import annotations

from typing import Any

from benchmarks.applications.application import Application, Fingerprint, Place
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

    def command(self, place: Place) -> list[str]:
        """Return the command; it stores its data in the folder."""
        program = self.executable(place.cache, "chroma")
        return [program, "run", "--path", str(place.folder), "--host", "127.0.0.1", "--port", str(place.port)]

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
        """Return the records of the collections."""
        kept: dict[str, Any] = {}
        for name in COLLECTIONS:
            if found := client.read(f"{DATABASE}/collections/{name}"):
                query = {"include": ["documents", "embeddings", "metadatas"]}
                records = client.call("POST", f"{DATABASE}/collections/{found['id']}/get", query)
                kept[f"collection {name}"] = [found["id"], *(records[part] for part in RECORDS)]
        return kept
