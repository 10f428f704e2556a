"""The documents of a mock server: what can be used of them is served, and errors are reported at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import contracts
from contracts.errors import DocumentError
from contracts.findings import Location
from contracts.generation.faker_names import faker_findings
from contracts.spec.example_files import example_file_findings
from contracts.spec.lenient import LeftOut, LenientContract, load_lenient
from contracts.spec.model import Contract
from contracts.spec.source import is_large
from contracts.wording import pluralize
from mockserver.settings import Settings, specs_of

Spec = str | PathLike[str] | Mapping[str, Any] | Contract

ADVICE = "fix the document, or serve the usable part of it without --strict-document"

SHOWN = 4
"""Maximum number of kinds of errors that are shown for a document."""


@dataclass(frozen=True)
class ServedDocument:
    """A document that is served.

    :param note: why it cannot be kept in the cache; ``""`` if it can, or need not.
    :param source: what it was read from: a path, a mapping or a compiled contract.
    :param left_out: its errors, ignored names in ``x-faker``, unreadable files of examples, and what is used instead.
    """

    contract: Contract
    left_out: tuple[LeftOut, ...] = ()
    note: str = ""
    source: Spec | None = None


def read_served(source: Spec, settings: Settings) -> ServedDocument:
    """Read a document; with ``strict_document``, one without errors.

    :raises DocumentError: if it has errors and ``strict_document`` is set, or no operation without them.
    """
    return replace(_read_served(source, settings), source=source)


def _read_served(source: Spec, settings: Settings) -> ServedDocument:
    if isinstance(source, Contract):
        return ServedDocument(source, _warnings(source))
    access: dict[str, Any] = {"allow_remote": settings.allow_remote, "allow_folders": settings.allow_folders}
    if settings.strict_document:
        try:
            contract = contracts.load(source, **access)
            return ServedDocument(contract, _warnings(contract))
        except DocumentError as error:
            raise DocumentError(error.findings, advice=ADVICE) from None

    def load() -> LenientContract:
        result = load_lenient(source, **access)
        if result.left_out and not result.contract.operations:
            return LenientContract(contracts.load(source, **access), ())  # raises the errors
        return replace(result, left_out=(*result.left_out, *_warnings(result.contract)))

    result, note = _loaded(source, settings, load)
    return ServedDocument(result.contract, result.left_out, note)


def _loaded(
    source: str | PathLike[str] | Mapping[str, Any], settings: Settings, load: Callable[[], LenientContract]
) -> tuple[LenientContract, str]:
    """Return a compiled document, if possible from the cache, and why the cache cannot be used."""
    if not settings.cache or settings.allow_remote or isinstance(source, Mapping):
        return load(), ""
    path = Path(source)
    if not is_large(path):
        return load(), ""
    from contracts.spec.document_cache import DocumentCache  # noqa: PLC0415 (few documents are large)

    cache = DocumentCache()
    return cache.load(path, fspath(source), load), cache.problem


def _warnings(contract: Contract) -> tuple[LeftOut, ...]:
    found = [*faker_findings(contract.document, contract.tree), *example_file_findings(contract.document)]
    return tuple(LeftOut(one.location, one.message, "", hint=one.hint) for one in found)


def read_all(settings: Settings) -> list[ServedDocument]:
    """Read the documents of the settings. See :func:`read_served`."""
    return [read_served(spec, settings) for spec in specs_of(settings)]


def problem_lines(documents: Sequence[ServedDocument]) -> Iterator[str]:
    """Yield lines that summarize the errors of documents: the first kinds with location, consequence and remedy."""
    for document in documents:
        if document.note:
            yield f"{document.contract.document.name} is compiled at each start: {document.note}"
            yield "  set XDG_CACHE_HOME to a folder that only you can write to, or use --no-cache"
        if document.left_out:
            yield from _problems(document.contract.document.name, document.left_out)


def _problems(name: str, left_out: Sequence[LeftOut]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[LeftOut]] = {}
    for one in left_out:
        groups.setdefault((one.reason, one.change), []).append(one)
    yield f"{name} has {pluralize(len(left_out), 'problem')}; the rest of it is served as documented"
    for (reason, change), found in list(groups.items())[:SHOWN]:
        again = f" (and {len(found) - 1} more like this)" if len(found) > 1 else ""
        used = f": {change}" if change else ""
        yield f"  {_position(found[0].location)}: warning: {reason}{used}{again}"
        if hint := _hint(found[0]):
            yield f"    {hint}"
        if found[0].location.line and found[0].location.pointer:
            yield f"    at #{found[0].location.pointer}"
    if len(groups) > SHOWN:
        yield f"  and {pluralize(len(groups) - SHOWN, 'more kind')} of problems"
    yield f"  all problems: contracts validate {name}"


def _position(location: Location) -> str:
    return f"{location.file}:{location.line}:{location.column}" if location.line else str(location)


def _hint(one: LeftOut) -> str:
    if one.reason.startswith("remote reference 'http"):
        return f"{one.hint}, or read it with --allow-remote"
    return one.hint
