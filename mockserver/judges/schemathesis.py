"""schemathesis as it comes: every check and phase with its defaults, and the right credentials."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from contracts.exploration.settings import without_local_constants
from contracts.probe.identities import Identity
from contracts.spec.model import SecurityScheme
from mockserver.judges.credentials import everyone
from mockserver.judges.judge import Alarm, Alarms, Judge, Subject

DOCUMENT = "/__mock__/openapi.json"


def _judge(app: Any, subject: Subject) -> Alarms:
    config = SchemathesisConfig.from_dict({"auth": {"openapi": _credentials(subject)}, "seed": subject.seed})
    schema = schemathesis.openapi.from_asgi(DOCUMENT, app, config=config)
    paths = {operation.path for operation in subject.operations}
    chosen = schema.include(lambda context: context.operation.path in paths)
    with without_local_constants(), closing(from_schema(chosen).execute().generator) as stream:
        for event in stream:
            if isinstance(event, events.Interrupted):
                raise KeyboardInterrupt  # the engine keeps Ctrl-C to itself: a mutant would seem to survive
            if isinstance(event, events.ScenarioFinished):
                checks = (check for found in event.recorder.checks.values() for check in found)
                yield from (Alarm(one.name, event.label or "") for one in checks if one.failure_info is not None)


def _credentials(subject: Subject) -> dict[str, dict[str, str]]:
    """The first accepted credential of each scheme, those with the most scopes first, in the form of its settings."""
    known = sorted(everyone(subject.contract), key=lambda one: -len(one.scopes) if one.scopes is not None else -1000)
    chosen: dict[str, dict[str, str]] = {}
    for scheme in subject.contract.security_schemes.values():
        identity = next((one for one in known if one.accepted and one.scheme == scheme.key), None)
        form = _form(scheme, identity) if identity else None
        if form:
            chosen[scheme.key] = form
    return chosen


def _form(scheme: SecurityScheme, identity: Identity) -> dict[str, str] | None:
    if scheme.type == "apiKey":
        return {"api_key": identity.secret}
    if scheme.type != "http":
        return None  # its settings have a flow of OAuth 2.0 only, no token
    if scheme.scheme != "basic":
        return {"bearer": identity.secret}
    user, _, password = identity.secret.partition(":")
    return {"username": user, "password": password}


JUDGE = Judge("schemathesis", _judge)
