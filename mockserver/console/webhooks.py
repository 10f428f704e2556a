"""The webhooks and callbacks of the served documents, with commands that send them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from contracts.curl import curl_command
from contracts.spec.webhooks import Webhooks, summaries
from mockserver.console.urls import ROOT
from mockserver.mounting import MountedApi

EXAMPLE = "http://localhost:3000/hooks"
"""The receiver in commands."""


class ListedWebhook(NamedTuple):
    """A webhook or callback of a served document.

    :param kind: ``webhook`` or ``callback``.
    :param curl: a command that sends it to :data:`EXAMPLE`.
    """

    name: str
    kind: str
    method: str
    summary: str
    curl: str

    def data(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return self._asdict()


class WebhookList:
    """The webhooks and callbacks of all served documents; of several of one name, that which the admin API sends."""

    def __init__(self, mounted: Sequence[MountedApi]) -> None:
        contracts = {id(one.contract): one.contract for one in mounted}
        self._known = [Webhooks(contract) for contract in contracts.values()]
        self.names = tuple(dict.fromkeys(name for known in self._known for name in known.names))

    def listed(self, base_url: str, most: int | None = None) -> Iterator[ListedWebhook]:
        """Yield the webhooks that have an operation, up to a number of names."""
        for name, found in summaries(self._known, most):
            yield ListedWebhook(name, found.kind, found.method, found.summary, send_command(name, base_url))


def send_command(name: str, base_url: str) -> str:
    """Return a curl command that has the admin API send a webhook."""
    headers = [("Content-Type", "application/json")]
    url = f"{base_url}{ROOT}admin/webhooks/{quote(name, safe='')}"
    return curl_command("POST", url, headers, b'{"url": "%b"}' % EXAMPLE.encode())
