"""Compile what can be used of a document with errors, and list what was changed or left out.

``mockserver run`` and ``contracts test --lenient`` read documents this way. A document without errors is compiled as
usual. Otherwise the errors are repaired (:mod:`contracts.spec.lenient_repairs`), always the smallest element around an
error, until the rest compiles. A repair never makes the document stricter: a schema that cannot be read accepts every
value. Keywords of a later version of OpenAPI are not removed, but understood (:mod:`contracts.spec.later_keywords`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.spec.compile import compile_contract, compile_upgraded, upgraded
from contracts.spec.document import SWAGGER_2, Document
from contracts.spec.from_mapping import EmptySourceMap
from contracts.spec.later_keywords import use_of_later_keyword
from contracts.spec.lenient_kinds import Chain, below, enclosing
from contracts.spec.lenient_repairs import REFERENCES, Repairs
from contracts.spec.lenient_users import operation_users, pointer_ends
from contracts.spec.load import VERSION, LoadResult, assemble, open_source
from contracts.spec.model import Contract
from contracts.spec.object_model import DOCUMENT, SWAGGER, Kind
from contracts.spec.pointers import child_pointer, split_pointer, walk
from contracts.spec.references import EXTERNAL
from contracts.spec.source import Folders, Source
from contracts.spec.traversal import pointer_of
from contracts.spec.tree_editor import TreeEditor, copy_json

PARSE_RULES = frozenset({"duplicate-key", "syntax", "unreadable", "too-large", "encoding", "empty"})
"""Rules of the errors that are found when a file is parsed."""

MAX_ROUNDS = 60
"""How often a document is checked and repaired."""

MOST_ERRORS = 10_000
"""Number of errors, of all rounds together, up to which a document is repaired."""

SHOWN_ERRORS = 20
"""Number of errors that are reported of a document with too many."""


class LeftOut(NamedTuple):
    """One element of a document that was changed or left out.

    :param location: where it is.
    :param reason: the error.
    :param change: what is used instead, one phrase.
    :param operations: method and path of the operations that use it.
    :param hint: how to correct the document; may be empty.
    """

    location: Location
    reason: str
    change: str
    operations: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class LenientContract:
    """The result of :func:`load_lenient`.

    :param contract: what can be used of the document.
    :param left_out: what was changed or left out, in the order of the document.
    :param untested: ids of operations that must not be tested, because they cannot be read.
    """

    contract: Contract
    left_out: tuple[LeftOut, ...]
    untested: frozenset[str] = frozenset()


def load_lenient(
    source: str | os.PathLike[str] | Mapping[str, Any], *, allow_remote: bool = False, allow_folders: Folders = ()
) -> LenientContract:
    """Compile a document; repair or leave out what cannot be used.

    :param source: path of a YAML or JSON file, or the document as a mapping.
    :param allow_remote: also read referenced ``http`` and ``https`` URLs.
    :param allow_folders: folders whose files it may reference, besides its own folder and its repository.
    :raises DocumentError: if it cannot be parsed, nothing of it can be used, or it has too many errors.
    """
    read, reported = _read(source, allow_remote, allow_folders)
    if read.document is not None and not any(one.severity is Severity.ERROR for one in read.findings):
        with suppress(DocumentError):  # extensions with errors, which are repaired below
            ready = upgraded(replace(read.document, findings=read.findings))
            del read  # its visits take as much memory as its tree
            return LenientContract(compile_upgraded(ready), tuple(reported))
        read, reported = _read(source, allow_remote, allow_folders)
    if read.written is None:
        raise DocumentError(read.findings)
    return _LenientLoader(read.written, read.findings, reported).load()


def _read(
    source: str | os.PathLike[str] | Mapping[str, Any], allow_remote: bool, allow_folders: Folders
) -> tuple[LoadResult, list[LeftOut]]:
    """Return a document, and what was changed to read it. Raises :class:`DocumentError` if it cannot be read."""
    root, path = open_source(source, allow_remote=allow_remote)
    version = _repaired_version(root)
    read = assemble(root, path, allow_remote=allow_remote, allow_folders=allow_folders)
    if read.written is None or read.document is None:
        raise DocumentError(read.findings)
    return read, [*version, *_reading_errors(read)]


def _repaired_version(source: Source) -> list[LeftOut]:
    """Correct a version that is written as a number, or without its last part, in place."""
    tree = source.tree
    for key in ("swagger", "openapi") if isinstance(tree, dict) else ():
        written = tree.get(key)
        text = str(written)
        usable = SWAGGER_2 if key == "swagger" else f"{text}.0"
        is_usable = text == SWAGGER_2 if key == "swagger" else VERSION.fullmatch(usable) is not None
        if written != usable and is_usable and not (isinstance(written, str) and VERSION.fullmatch(written)):
            tree[key] = usable
            reason, hint = f"version {written!r} is not valid", f"write '{usable}'"
            return [LeftOut(source.locate(f"/{key}"), reason, f"read as '{usable}'", hint=hint)]
    return []


def _reading_errors(read: LoadResult) -> list[LeftOut]:
    """Errors of the parser, which are not in the tree."""
    texts = read.written.texts if read.written else {}
    found = [one for one in read.findings if one.severity is Severity.ERROR and one.rule in PARSE_RULES]
    return [LeftOut(one.location, one.message, _reading_change(one, texts), hint=one.hint) for one in found]


def _reading_change(finding: Finding, texts: Mapping[str, str]) -> str:
    if finding.rule == "duplicate-key":
        return "the last value is used"
    return "read as null" if finding.location.file in texts else "the file is not read"


class _LenientLoader:
    """Repairs and compiles one document."""

    def __init__(self, written: Document, findings: tuple[Finding, ...], left_out: list[LeftOut]) -> None:
        self.written = written
        self.findings = findings
        self.left_out = left_out
        self.editor = TreeEditor(copy_json(written.tree))  # locations need the tree as it was written
        self.is_swagger = written.version == SWAGGER_2
        self.root: Kind = SWAGGER if self.is_swagger else DOCUMENT
        self.repairs = Repairs(self.editor, written.version[:3])
        external = [child_pointer("", EXTERNAL, name) for name in written.tree.get(EXTERNAL, {})]
        self.prefixes = {written.locate(pointer).file: pointer for pointer in external}
        self.latest: LoadResult | None = self._first_check() if not external else None
        self.understood: set[str] = set()
        self._kinds: tuple[LoadResult, dict[str, Kind]] | None = None

    def load(self) -> LenientContract:
        users = operation_users(self.written)  # of the tree before the repairs
        self.left_out += self._resolved_in_root()
        number = 0
        for _ in range(MAX_ROUNDS):
            contract, errors = self._attempt()
            if contract is not None:
                return self._result(contract, users)
            number += len(errors)
            if number > MOST_ERRORS:
                raise DocumentError([self._too_many(), *map(self._located, errors[:SHOWN_ERRORS])])
            if not self._repair(errors):
                break
        raise DocumentError([self._located(one) for one in errors])

    def _too_many(self) -> Finding:
        message = f"the document has more than {MOST_ERRORS:,} errors; the first ones follow"
        hint = "correct them; 'contracts validate --format json' shows all"
        return Finding("too-large", Severity.ERROR, self.written.locate(""), message, hint)

    def _resolved_in_root(self) -> Iterator[LeftOut]:
        """References of other files that do not exist there, but in the root file, which now contains all files."""
        broken = [one for one in self.findings if one.rule == "unresolved-reference"]
        if broken:
            left = {self._locate(one.location.pointer) for one in self.checked().findings}
            for one in broken:
                if one.location not in left and one.location.file != self.written.name:
                    yield LeftOut(one.location, one.message, "read as a reference to the root file", hint=one.hint)

    def _first_check(self) -> LoadResult:
        """The errors that are known from reading, without those of the parser; the tree is checked after repairs."""
        return LoadResult(None, tuple(one for one in self.findings if one.rule not in PARSE_RULES))

    def checked(self) -> LoadResult:
        """Check the current tree, unless it is unchanged; locations of the result are pointers in this tree."""
        if self.latest is None:
            tree = self.editor.tree
            self.latest = assemble(Source(self.written.name, tree, "", EmptySourceMap(tree)), None)
        return self.latest

    def _attempt(self) -> tuple[Contract | None, list[Finding]]:
        result = self.checked()
        errors = self._errors(result)
        if not errors and result.document is None:  # all errors of the first check are understood
            self.latest = None
            result = self.checked()
            errors = self._errors(result)
        if errors or result.document is None:
            return None, errors
        if self._relax(result.document):
            self.latest = None
            return self._attempt()
        try:
            return compile_contract(self._with_locations(result.document)), []
        except DocumentError:
            pass  # the locations of these findings are those of the source; the repairs need pointers of the tree
        try:
            return compile_contract(result.document), []
        except DocumentError as error:
            return None, list(error.findings)

    def _errors(self, result: LoadResult) -> list[Finding]:
        return [one for one in result.findings if one.severity is Severity.ERROR and not self._is_understood(one)]

    def _is_understood(self, error: Finding) -> bool:
        """Whether an error is a keyword of a later version in a schema, which is reported and used as it is."""
        pointer = error.location.pointer
        if error.rule != "structure" or not self.editor.exists(pointer):
            return False
        owner, _, token = pointer.rpartition("/")
        if pointer in self.understood:
            return True
        kinds = self._external_kinds([error])
        if self._chain(owner, kinds)[-1] != (owner, "schema"):
            return False
        key, value = split_pointer(f"/{token}")[0], walk(self.editor.tree, pointer)
        change = use_of_later_keyword(key, value, self.written.version)
        if change:
            self.understood.add(pointer)
            self.left_out.append(LeftOut(self._locate(pointer), self._reason(error), change, hint=error.hint))
        return bool(change)

    def _with_locations(self, document: Document) -> Document:
        def locate(pointer: str) -> Location:
            return self._locate(document.locate(pointer).pointer)

        old = self.written
        return replace(document, locator=locate, reader=old.reader, files=old.files, texts=old.texts, findings=())

    def _locate(self, pointer: str) -> Location:
        """The location of a pointer of the current tree."""
        return self.written.locate(self.editor.original(pointer))

    def _relax(self, document: Document) -> bool:
        """Remove ``oneOf`` and ``not`` that contain an emptied schema: it matches every value.

        :returns: whether any was removed.
        """
        emptied = {id(one) for one in self.repairs.emptied}
        targets = {id(edge[1].holder): edge[3] for edge in document.edges if edge[1].key == "$ref"}
        changed = False
        for here in document.visits if emptied else ():
            for key in ("oneOf", "not") if here.kind == "schema" else ():
                value = here.node.get(key)
                schemas = value if isinstance(value, list) else [value]
                if any(id(targets.get(id(one), one)) in emptied for one in schemas):
                    here.node.pop(key)
                    changed = True
        return changed and not self.is_swagger

    def _repair(self, errors: list[Finding]) -> bool:
        """Repair the current tree; return whether anything was changed."""
        touched = _Touched()
        kinds = self._external_kinds(errors)
        self.latest = None
        for error in _last_first([one for one in errors if one.rule != "wrong-reference"] or errors):
            pointer = error.location.pointer
            if touched.affects(pointer) or not self.editor.exists(pointer):
                continue
            location, reason = self._locate(pointer), self._reason(error)
            if change := self.repairs.repair(error.rule, error.message, pointer, self._chain(pointer, kinds)):
                self.left_out.append(LeftOut(location, reason, change, hint=error.hint))
                touched.add(self.repairs.changed)
        return bool(touched.pointers)

    def _reason(self, error: Finding) -> str:
        """The message, with that of the first check if this one lacks the folder of the document or line numbers."""
        pointer = error.location.pointer
        rules = REFERENCES if error.rule in REFERENCES else {"duplicate-operation-id"} & {error.rule}
        if not rules:
            return error.message
        text = error.message.partition(": a document given as a mapping")[0]
        first = self._locate(pointer)
        return next((one.message for one in self._first_findings.get(first, ()) if one.rule in rules), text)

    @cached_property
    def _first_findings(self) -> dict[Location, list[Finding]]:
        found: dict[Location, list[Finding]] = {}
        for one in self.findings:
            found.setdefault(one.location, []).append(one)
        return found

    def _external_kinds(self, errors: list[Finding]) -> dict[str, Kind]:
        """Kinds of objects in other files, by pointer: references determine them, not positions."""
        if not any(one.location.pointer.startswith(f"/{EXTERNAL}/") for one in errors):
            return {}
        result = self.checked()
        if self._kinds is None or self._kinds[0] is not result:
            visits = result.document.visits if result.document is not None and not self.is_swagger else ()
            self._kinds = result, {pointer_of(one.trail): one.kind for one in visits if _is_external(one.trail)}
        return self._kinds[1]

    def _chain(self, pointer: str, kinds: Mapping[str, Kind]) -> Chain:
        if not pointer.startswith(f"/{EXTERNAL}/"):
            return enclosing(pointer, self.root)
        found: Chain = [("", self.root)]
        prefixes = [pointer[: index or len(pointer)] for index in pointer_ends(pointer)]
        outermost = next((one for one in prefixes if one in kinds), None)
        if outermost is None:
            return [*found, (pointer.rpartition("/")[0], "schema")]
        return [*found, (outermost, kinds[outermost]), *below(pointer, kinds[outermost], outermost)]

    def _located(self, finding: Finding) -> Finding:
        return replace(finding, location=self._locate(finding.location.pointer))

    def _result(self, contract: Contract, users: Callable[[str], tuple[str, ...]]) -> LenientContract:
        left_out = {
            (one.location, one.reason): one._replace(operations=one.operations or users(self._pointer(one.location)))
            for one in self.left_out
        }
        untested = {self.editor.original(pointer) for pointer in self.repairs.untested}
        ids = frozenset(one.id for one in contract.operations if self._pointer(one.location) in untested)
        return LenientContract(contract, tuple(sorted(left_out.values(), key=_position)), ids)

    def _pointer(self, location: Location) -> str:
        """The pointer of a location in the tree before all changes."""
        return self.prefixes.get(location.file, "") + location.pointer


def _is_external(trail: Any) -> bool:
    while trail:
        trail, token = trail
        if not trail:
            return bool(token == EXTERNAL)
    return False


class _Touched:
    """Pointers of changed values.

    :ivar pointers: the pointers.
    """

    def __init__(self) -> None:
        self.pointers: set[str] = set()
        self._parents: set[str] = set()

    def add(self, pointer: str) -> None:
        """Add the pointer of a changed value."""
        self.pointers.add(pointer)
        self._parents.add(pointer.rpartition("/")[0])

    def affects(self, pointer: str) -> bool:
        """Whether an error may be outdated: one at, below or directly above a changed value."""
        if pointer in self._parents or pointer in self.pointers:
            return True
        return any(pointer[:end] in self.pointers for end in pointer_ends(pointer))


def _last_first(errors: list[Finding]) -> list[Finding]:
    """Errors in such an order that the removal of an item of a list does not move another item with an error."""

    def key(error: Finding) -> list[tuple[int, str]]:
        return [(int(one) if one.isdecimal() else -1, one) for one in split_pointer(error.location.pointer)]

    return sorted(errors, key=key, reverse=True)


def _position(one: LeftOut) -> tuple[str, int, int, str]:
    return one.location.file, one.location.line, one.location.column, one.location.pointer
