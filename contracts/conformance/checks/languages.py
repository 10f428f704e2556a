"""A documented ``Accept-Language`` header selects the language of the response.

Tested if the document lists the languages and the server sends ``Content-Language``. A translation may be missing, so
only a server that uses the same language for all requests is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.spec.model import Operation, Parameter

ID = "languages"
HEADER = "accept-language"
MAX_LANGUAGES = 3
MIN_LANGUAGES = 3


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        parameter = next(
            (one for one in operation.parameters if (one.location, one.name.lower()) == ("header", HEADER)), None
        )
        success = session.success(operation) if parameter is not None and operation.method == "GET" else None
        if parameter is not None and success is not None:
            yield from _check(session, operation, parameter, success.request)


def _check(session: Session, operation: Operation, parameter: Parameter, base: Request) -> Iterator[Finding]:
    node = parameter.schema.resolve().node if parameter.schema else {}
    offered = [str(one) for one in node.get("enum", ())] if isinstance(node, dict) else []
    if len({_language(one) for one in offered}) < MIN_LANGUAGES:
        return
    received: dict[str, tuple[Request, Response]] = {}
    for language in _distinct(offered):
        request = base.with_header(parameter.name, language)
        response = session.send(request)
        session.asserted(ID, operation, response)
        if response.is_success and response.header("content-language"):
            received[language] = (request, response)
    got = {_language(response.header("content-language") or "") for _, response in received.values()}
    if len(received) < MIN_LANGUAGES or len(got) > 1:
        return
    language, (request, response) = next(
        (language, exchange) for language, exchange in received.items() if _language(language) not in got
    )
    yield session.finding(
        ID,
        operation,
        "the response has the same language for every Accept-Language",
        requests=(request,),
        response=response,
        expected=f"Content-Language: {language}",
        got=f"Content-Language: {response.header('content-language')}",
        pointer=parameter.schema.pointer if parameter.schema else "",
    )


def _distinct(offered: list[str]) -> list[str]:
    """Return the first language tags with different primary languages."""
    return list({_language(one): one for one in reversed(offered)}.values())[::-1][:MAX_LANGUAGES]


def _language(tag: str) -> str:
    return tag.partition("-")[0].strip().lower()


CHECK = Check(
    id=ID,
    title="Accept-Language selects the language of the response",
    why="RFC 9110, section 12.5.4: users who do not understand the language cannot use the response.",
    good="GET /cases/7 with Accept-Language: de-DE → 200 Content-Language: de-DE",
    bad="GET /cases/7 with Accept-Language: de-DE, fr-FR or ja-JP → 200 Content-Language: en-US",
    run=_run,
)
