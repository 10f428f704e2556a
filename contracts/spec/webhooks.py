"""The requests that an API sends: webhooks (OpenAPI 3.1), and callbacks of operations.

Each is compiled to an :class:`Operation` on first use, as documents may have hundreds of webhooks that are never sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.spec.compile_objects import ObjectCompiler
from contracts.spec.model import Contract, MediaType, Operation
from contracts.spec.path_items import OperationEntry, Part, operations_of, parts_of
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.schemas import Schema

EXTENSION = "x-webhooks"
"""Webhooks of OpenAPI 3.0, an extension of Redocly and GitHub."""

STRUCTURE = "it has parameters, requestBody and responses as in OpenAPI 3.1, 'Operation Object'"

MAX_CALLBACKS = 20
"""Maximum number of callback requests of one operation."""


@dataclass(frozen=True, eq=False)
class Webhook:
    """A request that an API sends to a URL of the client.

    :param name: of the webhook; of a callback ``OPERATION.CALLBACK``.
    :param operation: the request and the responses that the receiver may give; its path is ``/``.
    :param expression: of a callback, the key with the runtime expression of the URL; ``""`` of a webhook.
    """

    name: str
    operation: Operation
    expression: str = ""

    @property
    def is_callback(self) -> bool:
        """Whether it is a callback of an operation."""
        return bool(self.expression)


class WebhookEntry(NamedTuple):
    """A webhook or callback of a document that is not compiled.

    :param name: see :class:`Webhook`.
    :param pointer: of its path item.
    :param expression: see :class:`Webhook`.
    """

    name: str
    pointer: str
    expression: str = ""


class WebhookSummary(NamedTuple):
    """What a list shows of a webhook or callback."""

    method: str
    summary: str
    is_callback: bool

    @property
    def kind(self) -> str:
        """``webhook`` or ``callback``."""
        return "callback" if self.is_callback else "webhook"


class Webhooks:
    """The webhooks and callbacks of a document, by name.

    Webhooks take precedence over callbacks of the same name. A callback has two names: ``OPERATION.CALLBACK``, and
    ``CALLBACK``, which means that of the first operation with one.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._compiled: dict[str, Webhook | None] = {}
        self.webhooks = {entry.name: entry for entry in _webhooks(contract)}
        self.callbacks: dict[str, WebhookEntry] = {}
        self._short: dict[str, WebhookEntry] = {}
        for operation in contract.operations:
            for name, entry in _callbacks(contract, operation):
                self.callbacks.setdefault(entry.name, entry)
                self._short.setdefault(name, entry)

    @property
    def names(self) -> tuple[str, ...]:
        """All names: of webhooks, then the complete ones of callbacks."""
        return (*self.webhooks, *(name for name in self.callbacks if name not in self.webhooks))

    def get(self, name: str) -> Webhook | None:
        """Return a webhook or callback; ``None`` if the document has none of this name, or it has no operation.

        :raises DocumentError: if a part of it cannot be used.
        """
        if name not in self._compiled:
            entry = self._entry(name)
            self._compiled[name] = next(compiled(self._contract, entry), None) if entry is not None else None
        return self._compiled[name]

    def summary(self, name: str) -> WebhookSummary | None:
        """Return what a list shows of a webhook or callback, without compiling it; ``None`` as :meth:`get`."""
        entry = self._entry(name)
        found = next(_operations(_parts(self._contract, entry.pointer)), None) if entry is not None else None
        if entry is None or found is None or not isinstance(found.node, dict):
            return None
        return WebhookSummary(found.method, str(found.node.get("summary", "")), bool(entry.expression))

    def _entry(self, name: str) -> WebhookEntry | None:
        return self.webhooks.get(name) or self.callbacks.get(name) or self._short.get(name)


def summaries(documents: Sequence[Webhooks], most: int | None = None) -> Iterator[tuple[str, WebhookSummary]]:
    """Yield the webhooks and callbacks of documents that have an operation; of several of one name, the first.

    :param most: maximum number of names.
    """
    names = dict.fromkeys(name for known in documents for name in known.names)
    for name in islice(names, most):
        found = next((one for known in documents if (one := known.summary(name)) is not None), None)
        if found is not None:
            yield name, found


def _operations(parts: list[Part]) -> Iterator[OperationEntry]:
    """Yield the operations of a path item: that with POST first."""
    yield from sorted(operations_of(parts), key=lambda one: one.method != "POST")


def callbacks_of(contract: Contract, operation: Operation) -> tuple[Webhook, ...]:
    """Return the callbacks of an operation, one for each request: a name may have several URLs and methods.

    Callbacks that cannot be used are left out, as they do not keep the operation from being served.
    """
    found: list[Webhook] = []
    for _, entry in _callbacks(contract, operation):
        try:
            found += compiled(contract, entry)
        except DocumentError:
            continue
    return tuple(found[:MAX_CALLBACKS])


def has_callbacks(contract: Contract, operation: Operation) -> bool:
    """Whether an operation documents callbacks."""
    return bool(_mapping(_mapping(_follow(contract, operation.pointer)[1]).get("callbacks")))


def _webhooks(contract: Contract) -> Iterator[WebhookEntry]:
    for section in (EXTENSION, "webhooks"):  # the last one of a name counts
        for name in _mapping(contract.tree.get(section)):
            if (pointer := _item_pointer(contract, child_pointer(f"/{section}", name))) is not None:
                yield WebhookEntry(name, pointer)


def _item_pointer(contract: Contract, pointer: str) -> str | None:
    """Return the JSON pointer of the path item of a webhook; ``None`` for an extension that is not a webhook.

    Some documents have path items below an expression in ``x-webhooks``, as in a callback.
    """
    below = _mapping(_follow(contract, pointer)[1])
    found = [pointer, *(child_pointer(pointer, key) for key in below if key.startswith(("{$", "$")) and key != "$ref")]
    return next((one for one in found if next(operations_of(_parts(contract, one)), None) is not None), None)


def _parts(contract: Contract, pointer: str) -> list[Part]:
    """Return the parts of a path item; none if there is no mapping at the JSON pointer."""
    try:
        item = walk(contract.tree, pointer)
    except KeyError:
        return []
    return parts_of(contract.tree, pointer, item) if isinstance(item, dict) else []


def _callbacks(contract: Contract, operation: Operation) -> Iterator[tuple[str, WebhookEntry]]:
    """Yield names of callbacks of an operation, and their path items."""
    for name in _mapping(_mapping(_follow(contract, operation.pointer)[1]).get("callbacks")):
        pointer, callback = _follow(contract, child_pointer(operation.pointer, "callbacks", name))
        for expression in _mapping(callback):
            if not expression.startswith("x-") and expression:
                full_name = f"{operation.id}.{name}"
                yield name, WebhookEntry(full_name, child_pointer(pointer, expression), expression)


def compiled(contract: Contract, entry: WebhookEntry) -> Iterator[Webhook]:
    """Yield the requests of a path item: that with POST first.

    :raises DocumentError: if a part of one cannot be used.
    """
    parts = _parts(contract, entry.pointer)
    compiler = _SentCompiler(contract)
    for one in _operations(parts):
        try:
            operation = compiler.sent(entry.name, one, parts)
        except (AttributeError, KeyError, TypeError):  # the structure of an extension is not checked
            where, message = contract.locate(one.pointer), f"'{entry.name}' has no valid operation"
            raise DocumentError([Finding("structure", Severity.ERROR, where, message, STRUCTURE)]) from None
        yield Webhook(entry.name, operation, entry.expression)


class _SentCompiler(ObjectCompiler):
    """Compiles operations of a contract that is complete: it adds no schemas to it."""

    def __init__(self, contract: Contract) -> None:
        super().__init__(contract.document, contract.tree, contract.schemas, {})

    def sent(self, name: str, entry: OperationEntry, parts: list[Part]) -> Operation:
        """Return the operation of a webhook or callback."""
        method, pointer, node = entry
        return Operation(
            id=name,
            method=method,
            path="/",
            native_path="/",
            api="",
            parameters=self.parameters_of([*(part.pointer for part in reversed(parts)), pointer]),
            request_body=self.request_body(pointer, node),
            responses=self.responses(pointer, node),
            security=(),
            document=self.document,
            pointer=pointer,
            summary=node.get("summary", ""),
            description=node.get("description", ""),
            deprecated=node.get("deprecated", False),
        )

    def sequence(self, pointer: str, node: Mapping[str, Any]) -> Schema:  # noqa: ARG002 (overrides)
        """The schema of a sequence whose items have ``itemSchema``: that of one item."""
        return self.schemas.at(child_pointer(pointer, "itemSchema"))

    def with_derived(self, media: MediaType, pointer: str) -> MediaType:  # noqa: ARG002 (overrides)
        """Return a media type unchanged."""
        return media


def _follow(contract: Contract, pointer: str) -> tuple[str, Any]:
    """Follow references; return pointer and value of the final target, ``None`` if it does not exist."""
    seen = set[str]()
    while pointer not in seen:
        seen.add(pointer)
        try:
            node = walk(contract.tree, pointer)
        except KeyError:
            break
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return pointer, node
        pointer = reference_pointer(node["$ref"])
    return pointer, None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
