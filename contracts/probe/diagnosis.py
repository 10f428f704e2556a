"""Whether there is something to test: a clear word where nothing answers, all is refused, or it is another API.

Asked with the requests that the checks need anyway, and judged only where *everything* fails alike: an implementation
with a fault is to be tested, not sent away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contracts.errors import SubjectError, TransportError
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation

LOOKED_AT = 6
"""Operations that are asked at most, until one is at home."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

NOWHERE = "/casemock-no-such-path"

PAGES = frozenset({"text/html", "application/xhtml+xml"})

NO_SUCH = frozenset({404, 405, 501})
"""What servers say of a path that they do not have; some of a method, as well."""

GATEWAY = frozenset({502, 503, 504})

FAMILIAR = 0.1
"""Share of the documented property names that an answer of the right API has at least, wherever in its body."""


def run_preflight(session: Session) -> None:
    """Ask a few operations, and look whether their answers can be those of an implementation of this contract.

    :raises SubjectError: with what to do.
    """
    asked = sorted(session.operations, key=_harm)[:LOOKED_AT]
    try:
        for operation in asked:
            session.success(operation)
            if _is_at_home(operation, session.answers.get(operation.id, [])):
                return
    except TransportError as error:
        base = session.transport.base
        place = "" if base in error.message else f"{base}: "
        raise SubjectError(f"{place}{error.message}", hint=error.hint) from error
    answers = {one.id: session.answers[one.id] for one in asked if one.id in session.answers}
    every = [answer for some in answers.values() for answer in some]
    if not every:
        return
    base = session.transport.base
    _redirected(session, every)
    _refused(base, every)
    _elsewhere(session, asked, every)
    _strange(base, asked, answers)


def _harm(operation: Operation) -> int:
    """How much an operation may spoil: those that only read are asked first, those that delete last."""
    return 0 if operation.method in SAFE else 2 if operation.method == "DELETE" else 1


def _is_at_home(operation: Operation, answers: list[Response]) -> bool:
    """Whether some answer is a success that looks as the contract says."""
    return any(answer.is_success and not _is_strange(operation, answer) for answer in answers)


def _redirected(session: Session, every: list[Response]) -> None:
    """Redirects everywhere, even for a path that nobody has: to a page to log in, or to another host."""
    if any(not 300 <= answer.status < 400 for answer in every):
        return
    if 300 <= session.send(Request("GET", NOWHERE)).status < 400:
        place = every[0].header("location") or "nowhere"
        base = session.transport.base
        raise SubjectError(f"{base} redirects every request, to {place}", hint="give the URL that answers itself")


def _refused(base: str, every: list[Response]) -> None:
    statuses = {answer.status for answer in every}
    if statuses <= {401, 403} and 401 in statuses:
        hint = "name credentials that are let in: --identity NAME=TOKEN, or NAME=$VARIABLE"
        raise SubjectError(f"{base} refuses every request: {every[0].status}", hint=hint)


def _elsewhere(session: Session, asked: list[Operation], every: list[Response]) -> None:
    """404 to everything: a wrong base URL where a path that nobody has is answered alike, else no id is known."""
    missing = [answer for answer in every if answer.status == 404]
    if not missing or any(answer.status not in NO_SUCH for answer in every):
        return
    base = session.transport.base
    if found := _one_prefix_away(session, asked[0]):
        raise SubjectError(f"{base} answers 404 to every request, but has the document's paths elsewhere", hint=found)
    nowhere = session.send(Request("GET", NOWHERE))
    if (nowhere.media_type, _shape(nowhere)) == (missing[0].media_type, _shape(missing[0])):
        hint = "is this the base URL? If it is, name ids that exist: --known PARAMETER=VALUE"
        raise SubjectError(f"{base} answers 404 to every request, as to a path that nobody has", hint=hint)
    if missing == every:
        raise SubjectError(
            f"{base} answers 404 to every request: it has none of the ids that were tried",
            hint="name ids that exist: --known PARAMETER=VALUE",
        )


def _one_prefix_away(session: Session, operation: Operation) -> str:
    """What to do where the paths are there with the prefix of the document's API, or without it; else ``""``."""
    prefix = operation.path.removesuffix(operation.native_path)
    request = session.request(operation)
    native = session.plan.native
    if not prefix or not (native or request.target.startswith(f"{prefix}/")):
        return ""
    other = prefix + request.target if native else request.target.removeprefix(prefix)
    if session.send(replace(request, target=other)).status == 404:
        return ""
    if native:
        return f"the base URL is {session.transport.base}{prefix}"
    return f"it serves one API without the prefix {prefix}: name it with --api"


def _strange(base: str, asked: list[Operation], answers: dict[str, list[Response]]) -> None:
    """Answers that have nothing of what the contract says: pages for people, or none of the documented properties."""
    looked = [(operation, answer) for operation in asked for answer in answers.get(operation.id, [])]
    if not all(_is_strange(operation, answer) for operation, answer in looked):
        return
    operation, answer = looked[0]
    if all(answer.status in GATEWAY for _, answer in looked):
        hint = "is the server behind it running?"
        raise SubjectError(f"{base} answers {answer.status} to every request, as a gateway does", hint=hint)
    said = f"{answer.status} {answer.media_type or 'without a content type'}"
    raise SubjectError(
        f"{base} seems to serve another API: no answer looks like this contract ({operation.id}: {said})",
        hint="are document, --api and --url of the same API?",
    )


def _is_strange(operation: Operation, answer: Response) -> bool:
    """Whether an answer is a page where none is documented, or a success with hardly any of the property names.

    A failure with a body of its own kind is a fault like others, and so is the page of a server that has crashed.
    """
    try:
        value = answer.json
    except ValueError:
        pages = answer.media_type in PAGES and answer.status != 500
        return pages and not any(_documents(operation, page) for page in PAGES)
    if not answer.is_success or not isinstance(value, dict | list) or not value:
        return False
    names = {
        _bare(name)
        for response in operation.responses
        if response.status.startswith("2")
        for media in response.content
        if media.schema is not None
        for name in _named(media.schema.resolve())
    }
    if not names:
        return operation.response(answer.status) is None
    return len(names & {_bare(key) for key in _keys(value)}) < FAMILIAR * len(names)


def _documents(operation: Operation, media_type: str) -> bool:
    return any(
        media.name.partition(";")[0].strip().lower() in {media_type, "*/*", "text/*"}
        for response in operation.responses
        for media in response.content
    )


def _bare(name: str) -> str:
    """A property name without what conventions differ in: ``created_at`` and ``createdAt`` are alike."""
    return "".join(filter(str.isalnum, name)).lower()


def _named(schema: Any) -> Iterator[str]:
    yield from schema.possible_properties
    if schema.items is not None:
        yield from schema.items.possible_properties


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for below in value.values():
            yield from _keys(below)
    elif isinstance(value, list):
        for below in value[:5]:
            yield from _keys(below)


def _shape(answer: Response) -> Any:
    """What two answers to different requests have alike if they were made in one place: the names in a JSON body."""
    try:
        return sorted(set(_keys(answer.json)))
    except ValueError:
        return None
