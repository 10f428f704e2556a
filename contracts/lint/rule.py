"""What a rule of documents is, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.spec.traversal import Visit

FAMILIES = ("structure", "references", "paths", "parameters", "schemas", "values", "responses", "security", "style")
"""What rules are sorted by. ``structure`` is what openapi-spec-validator judges too, and is never turned off."""


class Fix(NamedTuple):
    """One change of the document that mends a fault.

    :param action: ``remove`` the member or item at ``pointer``; ``replace`` its value; ``insert`` a member called
        ``key`` into the mapping there; ``rename`` the member's key to ``key``.
    :param value: a JSON value, for ``replace`` and ``insert``.
    """

    action: str
    pointer: str
    key: str = ""
    value: object = None


class Violation(NamedTuple):
    """One fault that a rule has found.

    :param pointer: JSON pointer in the document's tree; the place of the member that is wrong, as exact as can be.
    :param message: what is wrong, with the names concerned, without a final full stop.
    :param hint: what to do, where that is more than the rule's own remedy says.
    :param amendments: where there is one right answer: what ``--fix`` changes.
    """

    pointer: str
    message: str
    hint: str = ""
    amendments: tuple[Fix, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One way in which a document may be wrong.

    :param id: lower case with dashes; findings carry it.
    :param title: one phrase for tables, e.g. ``"each operation has an operationId of its own"``.
    :param severity: unless the settings say otherwise.
    :param why: why it matters, one or two sentences, with the chapter of OpenAPI or the RFC where there is one.
    :param good: a piece of a document in YAML that keeps the rule; what a minimal document needs besides is added.
    :param bad: a piece that breaks it, and this rule alone in the rule's own part.
    :param remedy: what to do, one phrase in the imperative.
    :param node_types: what is handed to ``check``: kinds of objects (``operation``), or kinds with a key that they must
        hold (``schema.pattern``); an object that fits several entries is handed over once. ``document`` is the root.
        Empty for what is found while the document is read.
    :param check: yields what is wrong with one object. It must bear objects of any form: a document whose structure
        is broken is looked at too.
    :param versions: of the documents that it applies to: ``2.0``, ``3.0``, ``3.1``, ``3.2``.
    :param fixable: whether its faults may come with amendments.
    """

    id: str
    family: str
    title: str
    severity: Severity
    why: str
    good: str
    bad: str
    remedy: str
    node_types: tuple[str, ...] = ()
    check: Callable[[Visit, DocumentIndex], Iterable[Violation]] = lambda _here, _survey: ()
    versions: tuple[str, ...] = ("2.0", "3.0", "3.1", "3.2")
    fixable: bool = False
