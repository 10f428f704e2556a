"""A documented ``Accept-Language`` has an effect: the answer's ``Content-Language`` follows it.

Looked at where the document lists the languages and the server names that of its answers. A server may lack one text or
another in a language, so only one that stays with a single language whichever is asked for is called wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation, Parameter

ID = "languages"
HEADER = "accept-language"
MOST = 3
ENOUGH = 3


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        parameter = next(
            (one for one in operation.parameters if (one.location, one.name.lower()) == ("header", HEADER)), None
        )
        success = session.success(operation) if parameter is not None and operation.method == "GET" else None
        if parameter is not None and success is not None:
            yield from _of(session, operation, parameter, success.request)


def _of(session: Session, operation: Operation, parameter: Parameter, base: Request) -> Iterator[Finding]:
    node = parameter.schema.resolve().node if parameter.schema else {}
    offered = [str(one) for one in node.get("enum", ())] if isinstance(node, dict) else []
    if len({_language(one) for one in offered}) < ENOUGH:
        return
    told: dict[str, tuple[Request, Response]] = {}
    for language in _different(offered):
        request = base.with_header(parameter.name, language)
        response = session.send(request)
        session.looked(ID, operation, response)
        if response.is_success and response.header("content-language"):
            told[language] = (request, response)
    got = {_language(response.header("content-language") or "") for _, response in told.values()}
    if len(told) < ENOUGH or len(got) > 1:
        return
    language, (request, response) = next(
        (language, exchange) for language, exchange in told.items() if _language(language) not in got
    )
    yield session.finding(
        ID,
        operation,
        "the answer has the same language whichever is asked for",
        requests=(request,),
        response=response,
        expected=f"Content-Language: {language}",
        got=f"Content-Language: {response.header('content-language')}",
        pointer=parameter.schema.pointer if parameter.schema else "",
    )


def _different(offered: list[str]) -> list[str]:
    """The first languages that differ in more than the country."""
    return list({_language(one): one for one in reversed(offered)}.values())[::-1][:MOST]


def _language(tag: str) -> str:
    return tag.partition("-")[0].strip().lower()


CHECK = Check(
    id=ID,
    title="Accept-Language has an effect",
    why="People who cannot read the answer have no use for it.",
    good="GET /cases/7 Accept-Language: de-DE → 200 Content-Language: de-DE",
    bad="GET /cases/7 with Accept-Language: de-DE, fr-FR or ja-JP → 200 Content-Language: en-US",
    run=_run,
)
