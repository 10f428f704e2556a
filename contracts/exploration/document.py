"""The document as the engine gets it: the contract's tree, cut to what is under test, with what is known to exist.

Nothing is read or fetched: all references of the tree are internal. Beside the cut there are four changes, each with
the document's own word for it:

- a parameter that the document asks for with ``--strict`` only (``x-mock-required``) may be left out here;
- path parameters get the values that are known to exist as examples, so that a world with few items answers; those of
  deletions get none, so that it still answers afterwards;
- a link stays where the operation that it leads to is under test (OpenAPI 3.1, section 4.8.20);
- a scheme whose token goes as a bearer token (RFC 6750), OAuth 2.0 and OpenID Connect, is declared as such, and any
  other scheme of ``Authorization`` as a key in that header: the engine can take only those away again.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from contracts.errors import TransportError
from contracts.probe.identities import chosen
from contracts.probe.session import Session, Success
from contracts.spec.document import reference_pointer, walk
from contracts.spec.model import Contract, Operation, SecurityScheme

BEARERS = ("oauth2", "openIdConnect")

IGNORED_HEADERS = ("accept", "authorization", "content-type")
"""Header parameters that mean nothing (OpenAPI 3.1, section 4.8.12.1)."""

SAFE = ("GET", "HEAD")

NEWEST = ("query",)
"""Methods that OpenAPI knows since 3.2."""


@dataclass
class EngineDocument:
    """A document for the engine, and how to read what it says.

    :param operations: by the engine's name of them, method and path template.
    :param secrets: credentials by the scheme's key in this document.
    :param known: values that exist, by operation id and name of the path parameter.
    """

    tree: dict[str, Any]
    operations: dict[str, Operation] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], list[Any]] = field(default_factory=dict)


def engine_document(session: Session) -> EngineDocument:
    """Make the document for a session; asks the subject for path values that exist, and notes what is left out."""
    return _Maker(session).make()


class _Maker:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.contract: Contract = session.contract
        self.ids = {operation.id for operation in session.operations}
        self.schemes: dict[str, dict[str, Any]] = {}
        self.result = EngineDocument({})

    def make(self) -> EngineDocument:
        tree = self.contract.tree
        paths: dict[str, dict[str, Any]] = {}
        for operation in self.session.operations:
            self._add(operation, paths)
        newest = any(method in NEWEST for item in paths.values() for method in item)
        made = {
            "openapi": "3.2.0" if newest else "3.1.0",
            "info": tree.get("info", {"title": "", "version": ""}),
            "paths": paths,
            "components": {**tree.get("components", {}), "securitySchemes": self.schemes},
        }
        others = {key: value for key, value in tree.items() if key not in {*made, "servers", "security", "tags"}}
        self.result.tree = copy.deepcopy({**made, **others})
        return self.result

    def _add(self, operation: Operation, paths: dict[str, dict[str, Any]]) -> None:
        template = operation.native_path if self.session.plan.native else operation.path
        item = paths.setdefault(template, {})
        method = operation.method.lower()
        if method in item:
            self.session.note(f"{operation.id}: not explored, another operation has the same native path and method")
            return
        self.result.operations[f"{operation.method} {template}"] = operation
        raw = walk(self.contract.tree, operation.pointer)
        item[method] = {
            **raw,
            "operationId": operation.id,
            "parameters": list(self._parameters(operation, raw)),
            "responses": {status: self._response(node) for status, node in raw.get("responses", {}).items()},
            "security": self._security(operation),
        }
        item[method].pop("servers", None)

    # ------------------------------------------------------------------ parameters

    def _parameters(self, operation: Operation, raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
        above = walk(self.contract.tree, operation.pointer.rpartition("/")[0]).get("parameters", ())
        nodes = {(node["in"], node["name"]): node for node in map(self._resolved, (*above, *raw.get("parameters", ())))}
        lenient = {(one.location, one.name) for one in operation.parameters if one.strict_only}
        for (location, name), node in nodes.items():
            if location == "header" and name.lower() in IGNORED_HEADERS:
                continue
            known = self._known(operation, name) if location == "path" and "content" not in node else []
            spared = location == "path" and self._spares(operation)
            replaced = ("example", "examples") if known or spared else ()
            changed = {key: value for key, value in node.items() if key not in replaced}
            if known:
                changed["examples"] = {f"known-{place}": {"value": value} for place, value in enumerate(known, 1)}
            yield {**changed, "required": False} if (location, name) in lenient else changed

    def _known(self, operation: Operation, name: str) -> list[Any]:
        """Values of a path parameter that exist: what the user says, and what the subject answered with success."""
        if self._spares(operation):
            return []
        parameter = next(one for one in operation.parameters if (one.location, one.name) == ("path", name))
        schema = parameter.schema
        found = [*self.session.plan.known.get(name, ())]
        success = self._success(operation)
        if success is not None and ("path", name) in success.values:
            found.append(success.values["path", name])
        typed = [value if schema is None or schema.is_valid(value) else _parsed(value) for value in found]
        fitting = _distinct(value for value in typed if schema is None or schema.is_valid(value))
        if fitting:
            self.result.known[operation.id, name] = fitting
        return fitting

    def _spares(self, operation: Operation) -> bool:
        """Whether an operation would take away what others are to find: it gets made-up ids, and those it created."""
        return operation.method == "DELETE" and self.session.reader_of(operation) is not None

    def _success(self, operation: Operation) -> Success | None:
        """A success of reading the item that an operation is about; nothing is changed to find one."""
        reader = operation if operation.method in SAFE else self.session.reader_of(operation)
        if reader is None or reader.method not in SAFE:
            return None
        try:
            return self.session.success(reader)
        except TransportError:
            return None  # A request of the exploration gets no answer either, and that is what is told.

    # ------------------------------------------------------------------ responses

    def _response(self, node: Any) -> Any:
        resolved = self._resolved(node)
        links = {name: self._link(link) for name, link in resolved.get("links", {}).items()}
        kept = {name: link for name, link in links.items() if link is not None}
        return {
            **{key: value for key, value in resolved.items() if key != "links"},
            **({"links": kept} if kept else {}),
        }

    def _link(self, node: Any) -> dict[str, Any] | None:
        link: dict[str, Any] = dict(self._resolved(node))
        reference = link.pop("operationRef", "")
        if reference.startswith("#"):
            pointer = reference_pointer(reference)
            link["operationId"] = next((one.id for one in self.contract.operations if one.pointer == pointer), "")
        link.pop("server", None)
        return link if link.get("operationId") in self.ids else None

    def _resolved(self, node: Any) -> Any:
        seen = 0
        while isinstance(node, dict) and "$ref" in node and seen < 100:
            node, seen = walk(self.contract.tree, reference_pointer(node["$ref"])), seen + 1
        return node

    # ------------------------------------------------------------------ credentials

    def _security(self, operation: Operation) -> list[dict[str, list[str]]]:
        """The requirement that the session's identities can keep, then the other ones."""
        uses = chosen(operation.security, self.session.identities)
        if uses is None:
            self.session.note(f"{operation.id}: explored without credentials, no identity may make its requests")
        picked = {use.scheme.key: identity.secret for use, identity in uses or ()}
        rules: list[dict[str, list[str]]]
        rules = [{self._scheme(use.scheme, ""): [] for use in rule.uses} for rule in operation.security]
        if picked:
            kept = [use.scheme for use, _ in uses or ()]
            rules = [{self._scheme(scheme, picked[scheme.key]): [] for scheme in kept}, *rules]
        return _distinct(rules)

    def _scheme(self, scheme: SecurityScheme, secret: str) -> str:
        """The key of a scheme in this document; with another secret the same scheme is another one."""
        keys = (scheme.key, *(f"{scheme.key}-{number}" for number in range(2, len(self.session.identities) + 3)))
        if not secret:
            self.schemes.setdefault(scheme.key, _declared(scheme))
            return scheme.key
        spelt = scheme.type == "http" and scheme.scheme not in ("basic", "bearer")
        value = f"{scheme.scheme.capitalize()} {secret}" if spelt else secret
        key = next(key for key in keys if self.result.secrets.get(key, value) == value)
        self.schemes.setdefault(key, _declared(scheme))
        self.result.secrets[key] = value
        return key


def _declared(scheme: SecurityScheme) -> dict[str, Any]:
    if scheme.type in BEARERS:
        return {"type": "http", "scheme": "bearer"}
    if scheme.type == "apiKey":
        return {"type": "apiKey", "in": scheme.location, "name": scheme.name}
    if scheme.type == "http" and scheme.scheme in ("basic", "bearer"):
        return {"type": "http", "scheme": scheme.scheme}
    if scheme.type == "http":
        return {"type": "apiKey", "in": "header", "name": "Authorization"}
    return {"type": scheme.type}


def _parsed(value: Any) -> Any:
    """What a text stands for where the schema wants a number or a boolean."""
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


def _distinct(values: Iterable[Any]) -> list[Any]:
    kept: list[Any] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return kept
