"""Kinto with accounts in memory: buckets, collections and records; basic authentication."""

from __future__ import annotations

from base64 import b64encode
from typing import Any, ClassVar

from benchmarks.applications.application import Application, Fingerprint, Installation
from benchmarks.applications.client import Client

USER, PASSWORD = "tester", "seeded-password"

CONFIGURATION = """\
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}

[app:main]
use = egg:kinto
kinto.includes = kinto.plugins.accounts
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
kinto.userid_hmac_secret = 0123456789abcdef
kinto.account_create_principals = system.Everyone
kinto.bucket_create_principals = system.Authenticated
kinto.http_host = 127.0.0.1:{port}
kinto.http_scheme = http
multiauth.policies = account
multiauth.policy.account.use = kinto.plugins.accounts.AccountsPolicy

[loggers]
keys = root

[handlers]
keys = console

[formatters]
keys = plain

[logger_root]
level = WARNING
handlers = console

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = plain

[formatter_plain]
format = %(levelname)s %(message)s
"""

BUCKET = "/buckets/library"
COLLECTION = f"{BUCKET}/collections/books"
BOOKS = ("dune", "emma", "ulysses")
CREDENTIALS = f"Basic {b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}"


class Kinto(Application):
    """Kinto whose tester has an account, a bucket, a collection, a group and three records."""

    name = "kinto"
    pip = ("kinto",)
    document = "kinto.json"
    base = "/v1"
    health = "/v1/"
    headers: ClassVar = {"Authorization": CREDENTIALS}
    options = ("--header", f"Authorization: {CREDENTIALS}")

    def command(self, installation: Installation) -> list[str]:
        """Return the command that starts it with its storage in memory."""
        configuration = installation.folder / "kinto.ini"
        configuration.write_text(CONFIGURATION.format(port=installation.port), "utf-8")
        return [self.executable(installation.cache, "pserve"), str(configuration)]

    def read_document(self, client: Client) -> bytes:
        """Return the document that the application generates."""
        return client.send("GET", "/__api__")[1]

    def seed(self, client: Client) -> dict[str, str]:
        """Create the account first: the other requests authenticate with it."""
        client.call("PUT", f"/accounts/{USER}", {"data": {"password": PASSWORD}})
        client.call("PUT", BUCKET, {"data": {"title": "Library"}})
        client.call("PUT", COLLECTION, {"data": {"title": "Books"}})
        client.call("PUT", f"{BUCKET}/groups/readers", {"data": {"members": [f"account:{USER}"]}})
        for book in BOOKS:
            client.call("PUT", f"{COLLECTION}/records/{book}", {"data": {"title": book}})
        return {"bucket_id": "library", "collection_id": "books"}

    def fingerprint(self, client: Client) -> Fingerprint:
        """Return the data of all seeded objects."""
        paths = [f"/accounts/{USER}", BUCKET, COLLECTION, f"{BUCKET}/groups/readers"]
        paths += [f"{COLLECTION}/records/{book}" for book in BOOKS]
        kept: dict[str, Any] = {}
        for path in paths:
            if found := client.read(path):
                kept[path] = found["data"]
        return kept
