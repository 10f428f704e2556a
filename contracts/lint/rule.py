"""A lint rule, and the violations that it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.spec.traversal import Visit

FAMILIES = ("structure", "references", "paths", "parameters", "schemas", "values", "responses", "security", "style")
"""The families of rules. ``structure`` contains what openapi-spec-validator checks too; it cannot be turned off."""


class Fix(NamedTuple):
    """One change of the document that fixes a violation.

    :param action: ``remove`` the key or item at ``pointer``; ``replace`` its value; ``insert`` the key ``key`` into the
        mapping at ``pointer``; ``rename`` the key at ``pointer`` to ``key``.
    :param value: a JSON value, for ``replace`` and ``insert``.
    """

    action: str
    pointer: str
    key: str = ""
    value: object = None


class Violation(NamedTuple):
    """One violation of a rule.

    :param pointer: JSON pointer of the invalid key or value in the document, as precise as possible.
    :param message: what is wrong, with the names concerned, without a final full stop.
    :param hint: how to fix it, if that is more specific than the rule's remedy.
    :param fixes: the changes that ``--fix`` makes, if there is only one correct fix.
    """

    pointer: str
    message: str
    hint: str = ""
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A requirement for OpenAPI documents.

    :param id: lower case with dashes; findings contain it.
    :param title: the requirement as a phrase, e.g. ``"operations should have unique operationIds"``.
    :param severity: the default severity.
    :param why: the reason in one or two sentences, with the section of OpenAPI or the RFC.
    :param good: part of a document in YAML that conforms to the rule; the rest of a minimal document is added.
    :param bad: part of a document that violates it.
    :param remedy: how to fix a violation, as a phrase in the imperative.
    :param node_types: the nodes that ``check`` is called with: kinds of objects (``operation``), or kinds with a key
        (``schema.pattern``). It is called once for an object that matches several entries. ``document``
        is the root. Empty if the loader reports the violations.
    :param check: yields the violations of one object. It must accept invalid objects, because documents with an invalid
        structure are checked too.
    :param versions: the OpenAPI versions that it applies to: ``2.0``, ``3.0``, ``3.1``, ``3.2``.
    :param fixable: whether its violations may have fixes.
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
    check: Callable[[Visit, DocumentIndex], Iterable[Violation]] = lambda _here, _index: ()
    versions: tuple[str, ...] = ("2.0", "3.0", "3.1", "3.2")
    fixable: bool = False
