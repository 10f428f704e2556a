"""The data of the index: APIs, operations, credentials and curl commands, for the HTML page and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from contracts.generation.generate import Generators
from contracts.spec.model import Operation, SecurityScheme
from contracts.spec.path_selectors import hidden_by
from contracts.version import version
from mockserver.console.credentials import describe, schemes, sent_as, shown_samples
from mockserver.console.documents import served_documents
from mockserver.console.samples import Sampler, SampleRequest, curl_line
from mockserver.console.urls import ROOT, UI
from mockserver.console.webhooks import WebhookList
from mockserver.mounting import MountedApi, MountedOperation, local_names
from mockserver.oauth.endpoints import METHODS, Endpoint, Endpoints
from mockserver.settings import Settings


class Index:
    """The index of all served APIs.

    Sample requests are created on first use and cached, as they depend only on the documents and the settings.

    :ivar documents: the served documents.
    :ivar endpoints: those of OAuth 2.0, each at its first path.
    :ivar webhooks: the requests that the APIs send.
    :ivar sampler: creates sample requests.
    :ivar requires_credentials: whether operations require the documented credentials.
    """

    def __init__(self, mounted: Sequence[MountedApi], settings: Settings, endpoints: Endpoints | None = None) -> None:
        self._mounted = mounted
        known = Endpoints(mounted) if endpoints is None else endpoints
        self.endpoints = tuple(one for one in known.all if one.is_primary)
        self._hosts = {prefix: host for host, prefix in local_names(mounted).items()}
        self.documents = served_documents(mounted, ROOT)
        self.webhooks = WebhookList(mounted)
        self._settings = settings
        self.requires_credentials = settings.auth
        self.sampler = Sampler(Generators(seed=settings.seed, locale=settings.locale, fields=settings.fields))
        self._samples: dict[int, SampleRequest] = {}
        self._hidden = _hidden(mounted)

    def sample(self, operation: MountedOperation) -> SampleRequest:
        """Return the sample request of an operation."""
        sample = self._samples.get(id(operation))
        if sample is None:
            is_hidden = id(operation) in self._hidden
            sample = self._samples[id(operation)] = self.sampler.request(operation, is_hidden=is_hidden)
        return sample

    def curl(self, operation: MountedOperation, base_url: str) -> str:
        """Return the curl command of an operation."""
        return curl_line(self.sample(operation), base_url)

    def data(self, base_url: str) -> dict[str, Any]:
        """Return the index as JSON values.

        :param base_url: scheme and authority that the client used.
        """
        return {
            "name": "casemock",
            "version": version(),
            "index": base_url + ROOT,
            "ui": base_url + UI,
            "documents": [
                {"name": document.name, "title": document.title, "url": base_url + document.path}
                for document in self.documents
            ],
            "seed": self._settings.seed,
            "locale": self._settings.locale,
            "extra_tokens": len(self._settings.tokens),
            "oauth": [_endpoint(one, base_url) for one in self.endpoints],
            "webhooks": [one.data() for one in self.webhooks.listed(base_url)],
            "apis": [self._api(mounted, base_url) for mounted in self._mounted],
        }

    def _api(self, mounted: MountedApi, base_url: str) -> dict[str, Any]:
        host = self._hosts.get(mounted.prefix)
        return {
            "name": mounted.api.name,
            "title": mounted.api.title,
            "description": mounted.api.description,
            "base_url": base_url + mounted.prefix,
            "native_url": named_url(base_url, host) if host else "",
            "vendor_servers": list(mounted.api.servers),
            "credentials": [_credentials(scheme) for scheme in schemes(mounted)],
            "operations": [self._operation(operation, base_url) for operation in mounted.operations],
        }

    def _operation(self, mounted: MountedOperation, base_url: str) -> dict[str, Any]:
        operation = mounted.operation
        return {
            "id": operation.id,
            "method": operation.method,
            "path": mounted.path,
            "summary": operation.summary,
            "deprecated": operation.deprecated,
            "security": credential_requirements(operation),
            "curl": self.curl(mounted, base_url),
        }


def _endpoint(endpoint: Endpoint, base_url: str) -> dict[str, Any]:
    return {
        "kind": endpoint.kind.value,
        "method": METHODS[endpoint.kind][0],
        "path": endpoint.path,
        "url": base_url + endpoint.path,
        "accepts": list(endpoint.accepts),
        "scopes": list(endpoint.scopes),
        "schemes": list(endpoint.schemes),
    }


def _hidden(mounted: Sequence[MountedApi]) -> set[int]:
    """Return the identities of the operations whose path without its label (``/{id}#share``) belongs to another one."""
    known = [item for api in mounted for item in api.operations]
    hidden = hidden_by((item.operation.method, item.path, item.operation.parameters) for item in known)
    return {id(known[index]) for index in hidden}


def credential_requirements(operation: Operation) -> list[str]:
    """Return the alternative credentials of an operation, e.g. ``["key + bearer (cases:read)"]``; ``[]`` if public."""
    return [
        " + ".join(f"{use.scheme.key} ({', '.join(use.scopes)})" if use.scopes else use.scheme.key for use in rule.uses)
        or "none"
        for rule in operation.security
    ]


def _credentials(scheme: SecurityScheme) -> dict[str, Any]:
    return {
        "scheme": scheme.key,
        "type": scheme.type,
        "form": describe(scheme),
        "description": scheme.description,
        "pattern": scheme.credentials.pattern,
        "samples": [
            {
                "value": sample.value,
                "sent_as": sent_as(scheme, sample.value),
                "scopes": None if sample.scopes is None else list(sample.scopes),
                "accepted": sample.accepted,
                "note": sample.note,
            }
            for sample in shown_samples(scheme)
        ],
    }


def named_url(base_url: str, host: str) -> str:
    """Return the base URL of a host name, on the same port."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{host}:{parts.port}" if parts.port else f"{parts.scheme}://{host}"
