"""Structural checks: objects match the schema of their version, references lead to objects of the right kind."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from contracts.findings import Finding, Severity
from contracts.schema.regex.parser import PatternError, parse_pattern
from contracts.spec.dialects import OtherDialects
from contracts.spec.document import SWAGGER_2, Document
from contracts.spec.document_errors import INVALID_REGEX, DocumentIssue, faults
from contracts.spec.messages import describe_type, format_value
from contracts.spec.metaschema import validator
from contracts.spec.object_model import DOCUMENT, SWAGGER, Kind
from contracts.spec.pointers import child_pointer, split_pointer, walk
from contracts.spec.semantic_checks import check_coherence
from contracts.spec.swagger_checks import check_swagger
from contracts.spec.traversal import Visit, pointer_of
from contracts.spec.validation_errors import errors_of

WARNINGS = dict.fromkeys(
    ("ambiguous-path", "file-without-form", "example-not-produced", "pattern-without-u-flag"), Severity.WARNING
)
"""Rules whose findings are warnings: OpenAPI forbids these, but documents with them are usable and common."""

ROOTS = (DOCUMENT, SWAGGER)

OTHER_OBJECTS = {"info": "info object", "externalDocs": "external documentation object"}
"""Names of top-level objects that are not referenceable; other top-level fields are called sections."""

ActualKinds = dict[tuple[int, Kind], Kind]
"""The actual kind of an object, by its identity and the kind that a wrong reference expects."""


def check_structure(document: Document) -> list[Finding]:
    """Find structural errors in a document as it was written, including its other files.

    The document is validated against the published schema of its version, its Schema Objects against JSON Schema
    2020-12 or the subset of OpenAPI 2.0 and 3.0. Those with another ``$schema`` are validated against that.
    """
    actual_kinds, known = _actual_kinds(document), _kinds(document)
    dialects = OtherDialects(document)
    faults_found = [one for one in _check_objects(document, actual_kinds, known) if not dialects.contains(one.pointer)]
    found = [one for fault in (*faults_found, *dialects.errors()) for one in _with_rule(document, fault)]
    found += [("wrong-reference", fault) for fault in _check_targets(document, actual_kinds, known)]
    found += [("circular-reference", fault) for fault in _check_cycles(document)]
    found += [("structure", fault) for fault in _check_sections(document)]
    found += [("dialect", fault) for fault in dialects.unsupported()]
    found += check_swagger(document) if document.version == SWAGGER_2 else ()
    return [_finding(document, rule, fault, WARNINGS.get(rule)) for rule, fault in found]


def check_semantics(document: Document) -> list[Finding]:
    """Find inconsistencies between paths, parameters, operations and security (``semantic_checks``)."""
    return [_finding(document, rule, fault, WARNINGS.get(rule)) for rule, fault in check_coherence(document)]


def sort_findings(findings: Iterable[Finding], name: str) -> list[Finding]:
    """Sort findings by position, those of the file ``name`` first, without duplicates."""
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.location.file != name, *_position(finding)))


def _check_objects(document: Document, actual_kinds: ActualKinds, known: dict[int, Kind]) -> Iterator[DocumentIssue]:
    """Validate the document, and objects that only references reach, against the published schema."""
    version = document.version[:3]
    for here in document.visits:
        if (
            here.parent
            or known.get(id(here.node), here.kind) != here.kind
            or (id(here.node), here.kind) in actual_kinds
        ):
            continue
        base = pointer_of(here.trail)
        check = validator(version, here.kind)
        if not check.is_valid(here.node):
            for fault in faults(list(errors_of(check, here.node)), version):
                yield DocumentIssue(base + fault.pointer, fault.message, fault.hint)


def _with_rule(document: Document, fault: DocumentIssue) -> Iterator[tuple[str, DocumentIssue]]:
    """The rule of a structural error, with the error.

    JavaScript accepts more regular expressions than JSON Schema recommends (ECMA-262, annex B.1.2, without the ``u``
    flag). Those are usable; if their syntax has a meaning in another language only, a lint rule reports them.
    """
    pattern = _pattern_at(document, fault)
    if pattern is None:
        yield "structure", fault
        return
    try:
        slips = parse_pattern(pattern).slips
    except (PatternError, RecursionError):
        yield ("pattern-invalid" if _is_python(pattern) else "structure"), fault
        return
    if not any(slip.is_foreign for slip in slips):
        message = f"{format_value(pattern)} is a valid regular expression only without the 'u' flag of ECMA-262"
        yield "pattern-without-u-flag", DocumentIssue(fault.pointer, message, _ESCAPE)


_ESCAPE = "escape '-' beside a class such as \\w, and '{', '}' and ']' as characters; remove needless backslashes"


def _pattern_at(document: Document, fault: DocumentIssue) -> str | None:
    """The regular expression that an error is about; ``None`` if it is about something else."""
    if not fault.message.endswith(INVALID_REGEX):
        return None
    tokens = split_pointer(fault.pointer)
    if len(tokens) > 1 and tokens[-2] == "patternProperties":
        return tokens[-1]
    try:
        value = walk(document.tree, fault.pointer)
    except KeyError:
        return None
    return value if isinstance(value, str) else None


def _is_python(pattern: str) -> bool:
    """Whether Python accepts a pattern: openapi-spec-validator reads patterns as Python expressions."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about syntax that Python may change
            re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def _check_targets(document: Document, actual_kinds: ActualKinds, known: dict[int, Kind]) -> Iterator[DocumentIssue]:
    """Find references to objects of the wrong kind."""
    for _, reference, _, node in document.edges:
        if isinstance(node, bool) and reference.kind == "schema":
            continue
        usual = actual_kinds.get((id(node), reference.kind), reference.kind)
        found = known.get(id(node), usual) if isinstance(node, dict) else describe_type(node)
        if found != reference.kind:
            message = f"reference to {_with_article(found)} where {_with_article(reference.kind)} is expected"
            yield DocumentIssue(reference.pointer, message, f"refer to {_with_article(reference.kind)}")


def _with_article(kind: str) -> str:
    """A kind, or a type as :func:`describe_type` names it, with its article."""
    if kind.endswith("s"):
        return f"the {kind.removeprefix('swagger-')} object"
    noun = kind.removeprefix("a ").removeprefix("an ").removeprefix("swagger-").replace("-", " ")
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"


def _kinds(document: Document) -> dict[int, Kind]:
    """The kind of each object by its identity, determined by its position and not by references to it."""
    known = {id(node): kind for kind, node in _other_objects(document.tree) if isinstance(node, dict)}
    return known | {id(here.node): here.kind for here in document.visits if here.parent or here.kind in ROOTS}


def _other_objects(tree: dict[str, Any]) -> Iterator[tuple[Kind, Any]]:
    """Names of the objects that the traversal skips because they contain no references."""
    for name, node in tree.items():
        if name in ("info", "externalDocs", "definitions", "parameters", "responses", "securityDefinitions"):
            yield OTHER_OBJECTS.get(name, f"{name} section"), node
        elif name in ("servers", "tags") and isinstance(node, list):
            yield from ((name[:-1], entry) for entry in node)
        elif name == "components" and isinstance(node, dict):
            yield from ((f"{section} section", entries) for section, entries in node.items())
    info = tree.get("info")
    if isinstance(info, dict):
        yield from ((name, info.get(name)) for name in ("contact", "license"))


def _actual_kinds(document: Document) -> ActualKinds:
    """Objects that only references reach, and some references use as a different kind than others.

    Their position does not determine their kind, e.g. in another file, so it is the kind whose schema they match.
    """
    used: dict[int, dict[Kind, Visit]] = {}
    for here in document.visits:
        if not here.parent and here.trail:
            used.setdefault(id(here.node), {})[here.kind] = here
    actual: ActualKinds = {}
    for node, visits in used.items():
        if len(visits) > 1:
            matching = [
                kind for kind, here in visits.items() if validator(document.version[:3], kind).is_valid(here.node)
            ]
            actual |= {(node, kind): matching[0] for kind in visits if matching and kind not in matching}
    return actual


def _check_cycles(document: Document) -> Iterator[DocumentIssue]:
    """Find chains of references that end in a cycle instead of an object."""
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
            yield DocumentIssue(
                following[here][0].pointer,
                "circular reference: it only leads back to itself",
                "replace one '$ref' of the cycle with the object",
            )
        done.update(chain)


def _check_sections(document: Document) -> Iterator[DocumentIssue]:
    """Find sections of the components that are references: the published schema of 3.0 allows any key in them."""
    components = document.tree.get("components")
    for name, section in components.items() if isinstance(components, dict) else ():
        if isinstance(section, dict) and "$ref" in section and not name.startswith("x-"):
            pointer = child_pointer("", "components", name, "$ref")
            yield DocumentIssue(pointer, f"{name!r} cannot be a reference", "refer to each component")


def _finding(document: Document, rule: str, fault: DocumentIssue, severity: Severity | None = None) -> Finding:
    return Finding(rule, severity or Severity.ERROR, document.locate(fault.pointer), fault.message, fault.hint)


def _position(finding: Finding) -> tuple[str, int, int]:
    return finding.location.file, finding.location.line, finding.location.column
