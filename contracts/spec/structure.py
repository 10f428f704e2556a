"""Whether a document is built as OpenAPI says: every object of the right form, every reference to the right thing."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from contracts.findings import Finding, Severity
from contracts.spec.coherence import check_coherence
from contracts.spec.document import SWAGGER_2, Document, child_pointer, walk
from contracts.spec.faults import Fault, faults
from contracts.spec.metaschema import DRAFT_2020_12, validator
from contracts.spec.shapes import DOCUMENT, SWAGGER, Kind
from contracts.spec.swagger_checks import check_swagger
from contracts.spec.traversal import Visit, pointer_of
from contracts.spec.wording import describe_type

PLAYABLE = dict.fromkeys(("ambiguous-path", "file-without-form", "example-not-produced"), Severity.WARNING)
"""What is wrong by OpenAPI, but does not keep a document from being used: large public ones have it."""

ROOTS = (DOCUMENT, SWAGGER)

ASIDES = {"info": "info object", "externalDocs": "link to documentation"}
"""What fields of a document's root are called where something refers to them; others are sections."""

OPENAPI_DIALECTS = "https://spec.openapis.org/oas/3."
"""What the names of OpenAPI's own dialects start with; they add annotations to 2020-12 and change nothing."""

Misread = dict[tuple[int, Kind], Kind]
"""By an object's identity and the kind that it is wrongly taken for: the kind that it is."""


def check_structure(document: Document) -> list[Finding]:
    """Find what is wrong with the form of a document as it was written.

    It is held against the published schema of its version, and its Schema Objects against JSON Schema 2020-12 or the
    subset of OpenAPI 2.0 and 3.0, parts in other files included.
    """
    visits, misread = document.visits, _misread(document)
    found = [(_rule_of(document, fault), fault) for fault in _check_form(document, misread)]
    found += [("wrong-reference", fault) for fault in _check_targets(document, misread)]
    found += [("circular-reference", fault) for fault in _check_cycles(document)]
    found += [("dialect", fault) for fault in _check_dialects(document, visits)]
    found += check_swagger(document) if document.version == SWAGGER_2 else ()
    return [_finding(document, rule, fault, PLAYABLE.get(rule)) for rule, fault in found]


def check_agreement(document: Document) -> list[Finding]:
    """Find what does not fit together in a document: paths, parameters, operations, security."""
    return [_finding(document, rule, fault, PLAYABLE.get(rule)) for rule, fault in check_coherence(document)]


def in_order(findings: Iterable[Finding], name: str) -> list[Finding]:
    """Findings in the order of the text, those of the file called ``name`` first, each once."""
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.location.file != name, *_place(finding)))


def _check_form(document: Document, misread: Misread) -> Iterator[Fault]:
    """Hold the document, and what only references reach, against the published schema."""
    version = document.version[:3]
    known = _kinds(document)
    for here in document.visits:
        if here.parent or known.get(id(here.node), here.kind) != here.kind or (id(here.node), here.kind) in misread:
            continue
        base = pointer_of(here.trail)
        check = validator(version, here.kind)
        if not check.is_valid(here.node):
            for fault in faults(list(check.iter_errors(here.node)), version):
                yield Fault(base + fault.pointer, fault.message, fault.hint)


def _rule_of(document: Document, fault: Fault) -> str:
    """The rule of a fault of form: whether a pattern is a regular expression is for a rule of its own to explain.

    Validators differ in what they take. openapi-spec-validator asks Python, our own validators read as JavaScript does.
    """
    if not fault.pointer.endswith("/pattern"):
        return "structure"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Python may read otherwise one day
            re.compile(walk(document.tree, fault.pointer))
    except (re.error, KeyError, TypeError, RecursionError, OverflowError):
        return "structure"
    return "pattern-invalid"


def _check_targets(document: Document, misread: Misread) -> Iterator[Fault]:
    """Find references to something of another kind than what should stand in their place."""
    known = _kinds(document)
    for _, reference, _, node in document.edges:
        if isinstance(node, bool) and reference.kind == "schema":
            continue
        usual = misread.get((id(node), reference.kind), reference.kind)
        found = known.get(id(node), usual) if isinstance(node, dict) else describe_type(node)
        if found != reference.kind:
            message = f"refers to {_with_article(found)} where {_with_article(reference.kind)} is expected"
            yield Fault(reference.pointer, message, f"refer to {_with_article(reference.kind)}")


def _with_article(kind: str) -> str:
    """A kind, or a type in the words of :func:`describe_type`, as a sentence takes it."""
    if kind.endswith("s"):
        return f"the {kind.removeprefix('swagger-')}"
    noun = kind.removeprefix("a ").removeprefix("an ").removeprefix("swagger-").replace("-", " ")
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def _kinds(document: Document) -> dict[int, Kind]:
    """What each object is by where it stands, references to it aside."""
    known = {id(node): kind for kind, node in _asides(document.tree) if isinstance(node, dict)}
    return known | {id(here.node): here.kind for here in document.visits if here.parent or here.kind in ROOTS}


def _asides(tree: dict[str, Any]) -> Iterator[tuple[Kind, Any]]:
    """Objects that the walk passes over, since nothing in them is referred to, and what they are called."""
    for name, node in tree.items():
        if name in ("info", "externalDocs", "definitions", "parameters", "responses", "securityDefinitions"):
            yield ASIDES.get(name, f"{name} section"), node
        elif name in ("servers", "tags") and isinstance(node, list):
            yield from ((name[:-1], entry) for entry in node)
        elif name == "components" and isinstance(node, dict):
            yield from ((f"{section} section", entries) for section, entries in node.items())
    info = tree.get("info")
    if isinstance(info, dict):
        yield from ((name, info.get(name)) for name in ("contact", "license"))


def _misread(document: Document) -> Misread:
    """What only references reach, and some take for another kind than it is.

    Where it stands says not what it is, as in another file; so it is what its form suits.
    """
    taken: dict[int, dict[Kind, Visit]] = {}
    for here in document.visits:
        if not here.parent and here.trail:
            taken.setdefault(id(here.node), {})[here.kind] = here
    wrong: Misread = {}
    for node, visits in taken.items():
        if len(visits) > 1:
            suits = [kind for kind, here in visits.items() if validator(document.version[:3], kind).is_valid(here.node)]
            wrong |= {(node, kind): suits[0] for kind in visits if suits and kind not in suits}
    return wrong


def _check_cycles(document: Document) -> Iterator[Fault]:
    """Find references that lead back to themselves over nothing but references."""
    following = {
        id(here.node): (reference, id(node)) for here, reference, _, node in document.edges if reference.key == "$ref"
    }
    done: set[int] = set()
    for start in following:
        chain: dict[int, None] = {}
        here = start
        while here in following and here not in done and here not in chain:
            chain[here] = None
            here = following[here][1]
        if here in chain:
            yield Fault(
                following[here][0].pointer, "refers only to itself", "put what is meant in the place of one '$ref'"
            )
        done.update(chain)


def _check_dialects(document: Document, visits: Iterable[Visit]) -> Iterator[Fault]:
    """Find schemas that say that they are written in another language than OpenAPI's."""
    if document.form == "3.0":
        return
    named = [("", "jsonSchemaDialect", document.tree)]
    named += [(pointer_of(here.trail), "$schema", here.node) for here in visits if "$schema" in here.node]
    for pointer, key, node in named:
        dialect = node.get(key)
        if isinstance(dialect, str) and not _is_known_dialect(dialect):
            message = f"schemas of the dialect {dialect!r} are not supported"
            yield Fault(child_pointer(pointer, key), message, f"remove it, and write schemas for {DRAFT_2020_12}")


def _is_known_dialect(name: str) -> bool:
    return name.removesuffix("#") == DRAFT_2020_12 or (name.startswith(OPENAPI_DIALECTS) and "/dialect/" in name)


def _finding(document: Document, rule: str, fault: Fault, severity: Severity | None = None) -> Finding:
    return Finding(rule, severity or Severity.ERROR, document.locate(fault.pointer), fault.message, fault.hint)


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.location.file, finding.location.line, finding.location.column
