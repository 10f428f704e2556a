"""Whether there is something to test: a clear word where nothing answers, all is refused, or it is another API.

Asked with the requests that the checks need anyway, and judged only where *everything* fails alike: an implementation
with a fault is to be tested, not sent away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.errors import SubjectError, TransportError
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation

LOOKED_AT = 6
"""Operations that are asked at most: reading ones first."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

NOWHERE = "/casemock-no-such-path"

FAMILIAR = 0.1
"""Share of the documented property names that an answer of the right API has at least, wherever in its body."""


def diagnose(session: Session) -> None:
    """Ask a few operations, and look whether their answers can be those of an implementation of this contract.

    :raises SubjectError: with what to do.
    """
    asked = sorted(session.operations, key=lambda operation: operation.method not in SAFE)[:LOOKED_AT]
    try:
        for operation in asked:
            session.success(operation)
    except TransportError as error:
        raise SubjectError(f"{session.transport.base}: {error.message}", hint=error.hint) from error
    answers = {one.id: session.answers[one.id] for one in asked if one.id in session.answers}
    every = [answer for some in answers.values() for answer in some]
    if not every or any(_is_at_home(operation, answers.get(operation.id, [])) for operation in asked):
        return
    base = session.transport.base
    _redirected(base, every)
    _refused(base, every)
    _elsewhere(session, every)
    _strange(base, asked, answers)


def _is_at_home(operation: Operation, answers: list[Response]) -> bool:
    """Whether some answer is a success that looks as the contract says."""
    return any(answer.is_success and not _is_strange(operation, answer) for answer in answers)


def _redirected(base: str, every: list[Response]) -> None:
    if all(300 <= answer.status < 400 for answer in every):
        place = every[0].header("location") or "nowhere"
        raise SubjectError(f"{base} redirects every request, to {place}", hint="give the URL that answers itself")


def _refused(base: str, every: list[Response]) -> None:
    statuses = {answer.status for answer in every}
    if statuses <= {401, 403} and 401 in statuses:
        hint = "name credentials that are let in: --identity NAME=TOKEN, or NAME=$VARIABLE"
        raise SubjectError(f"{base} refuses every request: {every[0].status}", hint=hint)


def _elsewhere(session: Session, every: list[Response]) -> None:
    """404 to everything: a wrong base URL where a path that nobody has is answered alike, else no id is known."""
    if any(answer.status != 404 for answer in every):
        return
    base = session.transport.base
    nowhere = session.send(Request("GET", NOWHERE))
    if (nowhere.media_type, _shape(nowhere)) == (every[0].media_type, _shape(every[0])):
        hint = (
            "is this the base URL, and do the paths have the document's prefix there (else --api)? "
            "If it is, name ids that exist: --known PARAMETER=VALUE"
        )
        raise SubjectError(f"{base} answers 404 to every request, as to a path that nobody has", hint=hint)
    raise SubjectError(
        f"{base} answers 404 to every request: it has none of the ids that were tried",
        hint="name ids that exist: --known PARAMETER=VALUE",
    )


def _strange(base: str, asked: list[Operation], answers: dict[str, list[Response]]) -> None:
    """Answers that have nothing of what the contract says: no documented media type and no documented property."""
    looked = [(operation, answer) for operation in asked for answer in answers.get(operation.id, [])]
    if all(_is_strange(operation, answer) for operation, answer in looked):
        operation, answer = looked[0]
        said = f"{answer.status} {answer.media_type or 'without a content type'}"
        raise SubjectError(
            f"{base} seems to serve another API: no answer looks like this contract ({operation.id}: {said})",
            hint="are document, --api and --url of the same API?",
        )


def _is_strange(operation: Operation, answer: Response) -> bool:
    """Whether an answer has neither a media type nor property names that the operation documents."""
    known = {
        media.name.partition(";")[0].strip().lower() for response in operation.responses for media in response.content
    }
    if not known:
        return False
    if answer.media_type not in known and answer.media_type.endswith("html"):
        return True
    response = operation.response(answer.status)
    names = {
        name
        for media in (response.content if response else ())
        if media.schema is not None
        for name in _named(media.schema.resolve())
    }
    try:
        value = answer.json
    except ValueError:
        return False  # XML, text, or broken: not for us to judge
    if not names or not isinstance(value, dict | list) or not value:
        return False
    return len(names & set(_keys(value))) < FAMILIAR * len(names)


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
