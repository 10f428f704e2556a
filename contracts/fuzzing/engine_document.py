"""The document for the engine: the tree of the contract, reduced to the tested operations.

Nothing in it leads elsewhere (:mod:`contracts.spec.foreign_references`). The tree is changed as follows:

- parameters that are required only with ``--strict`` (``x-mock-required``) are optional;
- path parameters have existing values as examples, so that requests succeed; those of DELETE operations have none, so
  that the items still exist afterwards;
- links to operations that are not tested are removed (OpenAPI 3.1, section 4.8.20);
- OAuth 2.0 and OpenID Connect schemes are declared as bearer tokens (RFC 6750), and other schemes that use
  ``Authorization`` as keys in that header, because the engine can remove only such credentials;
- parameters whose value selects one of several operations of a path are removed; the transport sends that value;
- responses of server-sent events have no ``schema``, which the engine applies to its own representation of each event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from contracts.conformance.credentials import choose_credentials
from contracts.conformance.given_values import numbered
from contracts.conformance.items.changes import renamed
from contracts.conformance.request_builder import Values, body_media
from contracts.conformance.safety import is_destructive
from contracts.conformance.session import Session, Success
from contracts.spec.foreign_references import without_foreign_references
from contracts.spec.model import Contract, Operation, SecurityScheme
from contracts.spec.path_selectors import SelectedPath, parameter_key, selected_path
from contracts.spec.pointers import reference_pointer, walk

BEARERS = ("oauth2", "openIdConnect")

IGNORED_HEADERS = ("accept", "authorization", "content-type")
"""Header parameters that are ignored (OpenAPI 3.1, section 4.8.12.1)."""

Keys = frozenset[tuple[str, str]]
"""Locations and names of parameters, as they are compared."""

SAFE = ("GET", "HEAD")

NEWEST = ("query",)
"""Methods that OpenAPI supports since 3.2."""


@dataclass
class EngineDocument:
    """A document for the engine.

    :param operations: operations by their label in the engine, method and path template.
    :param secrets: credentials by the key of their scheme in this document.
    :param known: existing values, by operation id and name of the path parameter.
    :param selected: what requests must have besides the path, by label, if the template has more than a path.
    """

    tree: dict[str, Any]
    operations: dict[str, Operation] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    selected: dict[str, SelectedPath] = field(default_factory=dict)


def engine_document(session: Session) -> EngineDocument:
    """Build the document for a session; sends requests to find existing path values."""
    return _Builder(session).make()


class _Builder:
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
        document = {
            "openapi": "3.2.0" if newest else "3.1.0",
            "info": tree.get("info", {"title": "", "version": ""}),
            "paths": paths,
            "components": {**tree.get("components", {}), "securitySchemes": self.schemes},
        }
        others = {key: value for key, value in tree.items() if key not in {*document, "servers", "security", "tags"}}
        self.result.tree = without_foreign_references({**document, **others}, with_data=False)
        return self.result

    def _add(self, operation: Operation, paths: dict[str, dict[str, Any]]) -> None:
        template = operation.native_path if self.session.plan.native else operation.path
        item = paths.setdefault(template, {})
        method = operation.method.lower()
        if method in item:
            self.session.note(
                f"{operation.id}: not fuzzed, another operation has the same native path and method",
                skipped=operation.id,
            )
            return
        label = f"{operation.method} {template}"
        self.result.operations[label] = operation
        if selected := selected_path(template, operation.parameters):
            self.result.selected[label] = selected
        raw = walk(self.contract.tree, operation.pointer)
        item[method] = {
            **raw,
            "operationId": operation.id,
            "parameters": list(self._parameters(operation, raw)),
            "responses": {status: self._response(node) for status, node in raw.get("responses", {}).items()},
            "security": self._security(operation),
        }
        item[method].pop("servers", None)
        if given := self._given_body(operation, raw):
            item[method]["requestBody"] = given

    # ------------------------------------------------------------------ parameters

    def _parameters(self, operation: Operation, raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
        shared = walk(self.contract.tree, operation.pointer.rpartition("/")[0]).get("parameters", ())
        nodes = {
            (node["in"], node["name"]): node for node in map(self._resolved, (*shared, *raw.get("parameters", ())))
        }
        optional = {(one.location, one.name) for one in operation.parameters if one.strict_only}
        fixed, needed = self._selecting(operation)
        for (location, name), node in nodes.items():
            if location == "header" and name.lower() in IGNORED_HEADERS:
                continue
            if parameter_key(location, name) in fixed:
                continue
            known = self._known(operation, name) if location == "path" and "content" not in node else []
            known = known or list(
                self.session.plan.values.alternatives(operation.id, name) if location != "path" else ()
            )
            is_protected = location == "path" and self._protects_items(operation)
            replaced = ("example", "examples") if known or is_protected else ()
            changed = {key: value for key, value in node.items() if key not in replaced}
            if known:
                changed["examples"] = {f"known-{place}": {"value": value} for place, value in enumerate(known, 1)}
            if parameter_key(location, name) in needed:
                yield {**changed, "required": True}
            else:
                yield {**changed, "required": False} if (location, name) in optional else changed

    def _selecting(self, operation: Operation) -> tuple[Keys, Keys]:
        """Return the parameters with the value that selects an operation, and those that do it with any value.

        The engine must not vary the first: with another value a request belongs to another operation.
        """
        template = operation.native_path if self.session.plan.native else operation.path
        selected = selected_path(template, operation.parameters)
        selectors = selected.selectors if selected is not None and not selected.is_label else ()
        fixed = {key for one in selectors if one.value is not None for key in one.keys}
        return frozenset(fixed), frozenset(key for one in selectors for key in one.keys) - fixed

    def _known(self, operation: Operation, name: str) -> list[Any]:
        """Return existing values of a path parameter: those given by the user, and the one of a successful request.

        An operation that writes gets only an item that the test has created, as far as it can create one.
        """
        if self._protects_items(operation):
            return []
        parameter = next(one for one in operation.parameters if (one.location, one.name) == ("path", name))
        schema = parameter.schema
        found = self._written(operation, name)
        if found is None:
            success = self._success(operation)
            found = [*self.session.plan.values.alternatives(operation.id, name), *self.session.plan.known.get(name, ())]
            found += [success.values["path", name]] if success and ("path", name) in success.values else []
        typed = [value if schema is None or schema.is_valid(value) else _parsed(value) for value in found]
        fitting = _distinct(value for value in typed if schema is None or schema.is_valid(value))
        if fitting:
            self.result.known[operation.id, name] = fitting
        return fitting

    def _written(self, operation: Operation, name: str) -> list[Any] | None:
        """Return the value of a path parameter of a created item for an operation that writes.

        Return an empty list if the operation may not be sent for the items that exist, and ``None`` if it reads, or
        if it is not known to which items it writes.
        """
        if operation.method in SAFE:
            return None
        reader = self.session.items.roles.reader_of(operation)
        values = self.session.items.item_for(operation, reader) if reader and self._success(operation) else None
        if reader is not None and values is not None:
            if not self.session.items.may_change(reader, values):
                return []
            values = renamed(reader, operation, values)
        else:
            success = self.session.success(operation) if reader is None else None
            values = success.values if success is not None else self._created(operation)
        return [values["path", name]] if values is not None and ("path", name) in values else None

    def _created(self, operation: Operation) -> Values | None:
        """Return an item that the test has created, for an operation that writes items which cannot be read."""
        if operation.method in SAFE or not self._own_parameter(operation):
            return None
        return self.session.items.unreadable_item(operation)

    @staticmethod
    def _own_parameter(operation: Operation) -> str:
        return operation.resource.id_parameter if operation.resource is not None else ""

    def _protects_items(self, operation: Operation) -> bool:
        """Whether an operation deletes items; it must not get ids of items that the test did not create."""
        return is_destructive(operation)

    def _success(self, operation: Operation) -> Success | None:
        """Return a successful request that reads the item of an operation, without changing data."""
        reader = operation if operation.method in SAFE else self.session.reader_of(operation)
        if reader is None or reader.method not in SAFE:
            return None
        return self.session.success(reader)

    # ------------------------------------------------------------------ bodies

    def _given_body(self, operation: Operation, raw: dict[str, Any]) -> dict[str, Any] | None:
        """Return the request body with the JSON bodies that the user has given as examples; ``None`` without any."""
        media = body_media(operation)
        bodies = self.session.plan.values.bodies(operation.id, media.name) if media is not None else ()
        if media is None or not bodies:
            return None
        body = self._resolved(raw["requestBody"])
        kept = {key: value for key, value in body["content"][media.name].items() if key not in {"example", "examples"}}
        kept["examples"] = {
            f"given-{place}": {"value": numbered(value, place)} for place, value in enumerate(bodies, 1)
        }
        return {**body, "content": {**body["content"], media.name: kept}}

    # ------------------------------------------------------------------ responses

    def _response(self, node: Any) -> Any:
        resolved = self._resolved(node)
        links = {name: self._link(link) for name, link in resolved.get("links", {}).items()}
        kept = {name: link for name, link in links.items() if link is not None}
        content = {"content": _judged_content(resolved["content"])} if isinstance(resolved.get("content"), dict) else {}
        return {
            **{key: value for key, value in resolved.items() if key != "links"},
            **content,
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
        """Return the security requirements, the one that the identities can meet first."""
        uses = choose_credentials(operation.security, self.session.identities)
        if uses is None:
            self.session.note(f"{operation.id}: fuzzed without credentials, no identity has access")
        chosen_secrets = {use.scheme.key: identity.secret for use, identity in uses or ()}
        rules: list[dict[str, list[str]]]
        rules = [{self._scheme(use.scheme, ""): [] for use in rule.uses} for rule in operation.security]
        if chosen_secrets:
            kept = [use.scheme for use, _ in uses or ()]
            rules = [{self._scheme(scheme, chosen_secrets[scheme.key]): [] for scheme in kept}, *rules]
        return _distinct(rules)

    def _scheme(self, scheme: SecurityScheme, secret: str) -> str:
        """Return the key of a scheme in this document; each secret of a scheme gets its own key."""
        keys = (scheme.key, *(f"{scheme.key}-{number}" for number in range(2, len(self.session.identities) + 3)))
        if not secret:
            self.schemes.setdefault(scheme.key, _declared(scheme))
            return scheme.key
        with_scheme = scheme.type == "http" and scheme.scheme not in ("basic", "bearer")
        value = f"{scheme.scheme.capitalize()} {secret}" if with_scheme else secret
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
    """Parse a string as JSON, for parameters that are numbers or booleans."""
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


def _judged_content(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a response without the schemas that the engine would apply to something else."""
    return {name: _without_schema(media) if _is_event_stream(name, media) else media for name, media in content.items()}


def _without_schema(media: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in media.items() if key != "schema"}


def _is_event_stream(name: str, media: Any) -> bool:
    return isinstance(media, dict) and name.partition(";")[0].strip().lower() == "text/event-stream"
