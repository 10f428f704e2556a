"""PowerDNS Authoritative Server with its SQLite backend: zones, metadata and TSIG keys; an API key."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.applications.application import Application, Fingerprint, Installation
from benchmarks.applications.client import Client
from benchmarks.processes import BenchmarkError

SCHEMA = Path("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql")
KEY = "seeded-api-key"
ZONES = ("example.org.", "example.net.")
SERVER = "/servers/localhost"


class PowerDns(Application):
    """PowerDNS that serves DNS on 127.0.0.2, without sending notifications."""

    name = "powerdns"
    debian = ("pdns-server", "pdns-backend-sqlite3")
    document = "powerdns.yaml"
    published = (
        "https://raw.githubusercontent.com/PowerDNS/pdns/auth-{version}"
        "/docs/http-api/swagger/authoritative-api-swagger.yaml"
    )
    base = "/api/v1"
    health = "/api/v1/servers"
    headers: ClassVar = {"X-API-Key": KEY}
    options = ("--identity", f"operator={KEY}")

    def command(self, installation: Installation) -> list[str]:
        """Create the database and return the command."""
        database = installation.folder / "pdns.sqlite3"
        if not SCHEMA.exists():
            raise BenchmarkError(f"{SCHEMA} is missing; install pdns-backend-sqlite3")
        with sqlite3.connect(database) as connection:
            connection.executescript(SCHEMA.read_text("utf-8"))
        connection.close()
        settings = {
            "config-dir": installation.folder,
            "socket-dir": installation.folder,
            "launch": "gsqlite3",
            "gsqlite3-database": database,
            "api": "yes",
            "api-key": KEY,
            "webserver-address": "127.0.0.1",
            "webserver-port": installation.port,
            "local-address": "127.0.0.2",  # the web server needs the same TCP port on 127.0.0.1
            "local-port": installation.port,
            "also-notify": "",
            "only-notify": "",
            "security-poll-suffix": "",
            "daemon": "no",
            "guardian": "no",
        }
        return ["pdns_server", *(f"--{name}={value}" for name, value in settings.items())]

    def seed(self, client: Client) -> dict[str, str]:
        """Create two zones, metadata of one and a TSIG key."""
        for zone in ZONES:
            client.call("POST", f"{SERVER}/zones", _zone(zone))
        client.call("POST", f"{SERVER}/zones/{ZONES[0]}/metadata", {"kind": "ALLOW-AXFR-FROM", "metadata": ["AUTO-NS"]})
        client.call("POST", f"{SERVER}/tsigkeys", {"name": "transfer", "algorithm": "hmac-sha256"})
        return {"server_id": "localhost", "zone_id": ZONES[0], "tsigkey_id": "transfer."}

    def fingerprint(self, client: Client) -> Fingerprint:
        """Return the records of the zones, the metadata and the algorithm of the key."""
        kept: dict[str, Any] = {}
        for name in ZONES:
            if zone := client.read(f"{SERVER}/zones/{name}"):
                kept[f"zone {name}"] = [zone["kind"], _records(zone)]
        if metadata := client.read(f"{SERVER}/zones/{ZONES[0]}/metadata/ALLOW-AXFR-FROM"):
            kept["metadata"] = metadata["metadata"]
        if key := client.read(f"{SERVER}/tsigkeys/transfer."):
            kept["tsigkey"] = [key["algorithm"], key["key"]]
        return kept


def _zone(name: str) -> dict[str, Any]:
    records = [
        {"name": f"www.{name}", "type": "A", "ttl": 3600, "records": [{"content": "192.0.2.1", "disabled": False}]}
    ]
    return {"name": name, "kind": "Native", "nameservers": [f"ns1.{name}"], "rrsets": records}


def _records(zone: Any) -> Any:
    """Return the sets of records without SOA, whose serial number the server increases."""
    sets = [[one["name"], one["type"], one["records"]] for one in zone["rrsets"] if one["type"] != "SOA"]
    return sorted(sets, key=lambda one: (one[0], one[1]))
