"""Prefect server: flows, runs, deployments, variables, artifacts and work pools; no credentials."""

from __future__ import annotations

from typing import Any

from benchmarks.applications.application import Application, Fingerprint, Installation
from benchmarks.applications.client import Client

API = "/api"
VARIABLES = {"region": "eu-west", "retries": 3}
ARTIFACT = {"key": "report", "type": "markdown", "data": "# Report"}


class Prefect(Application):
    """Prefect with its database in the folder; only resources of its core are tested, it has 188 operations."""

    name = "prefect"
    pip = ("prefect",)
    document = "prefect.json"
    base = API
    health = f"{API}/health"
    includes = ("Root", "Flows", "Variables", "Artifacts", "Concurrency Limits", "Work Pools", "Block types")

    def command(self, installation: Installation) -> list[str]:
        """Return the command; nothing is sent to others."""
        variables = {
            "HOME": installation.folder,
            "PREFECT_HOME": installation.folder,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
        }
        start = ["server", "start", "--host", "127.0.0.1", "--port", str(installation.port)]
        return [
            "env",
            *(f"{name}={value}" for name, value in variables.items()),
            self.executable(installation.cache, "prefect"),
            *start,
        ]

    def read_document(self, client: Client) -> bytes:
        """Return the document that the application serves at the root of its API."""
        return client.send("GET", "/openapi.json")[1]

    def seed(self, client: Client) -> dict[str, str]:
        """Create a flow with a deployment and a run, variables, an artifact and a work pool."""
        flow = client.call("POST", "/flows/", {"name": "nightly", "tags": ["seeded"]})["id"]
        client.call("POST", "/work_pools/", {"name": "workers", "type": "process"})
        client.call("POST", "/deployments/", {"name": "production", "flow_id": flow, "paused": True})
        client.call("POST", "/flow_runs/", {"flow_id": flow, "name": "first-run", "state": {"type": "PENDING"}})
        for name, value in VARIABLES.items():
            client.call("POST", "/variables/", {"name": name, "value": value})
        client.call("POST", "/artifacts/", ARTIFACT)
        client.call("POST", "/concurrency_limits/", {"tag": "database", "concurrency_limit": 5})
        return {"work_pool_name": "workers", "tag": "database", "key": "report"}

    def fingerprint(self, client: Client) -> Fingerprint:
        """Return the seeded items without timestamps and states, which its services change."""
        kept: dict[str, Any] = {}
        for kind in ("flows", "deployments", "flow_runs", "variables", "artifacts", "work_pools", "concurrency_limits"):
            status, _ = client.send("POST", f"/{kind}/filter", {})
            for item in client.call("POST", f"/{kind}/filter", {}) if status == 200 else []:
                kept[f"{kind} {item['id']}"] = {name: item.get(name) for name in STABLE if name in item}
        return kept


STABLE = ("name", "key", "tag", "value", "data", "tags", "type", "flow_id", "paused", "concurrency_limit")
"""Properties of items that only a client changes."""
