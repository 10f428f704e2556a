"""The file of ``--values``: valid parameters, bodies and headers by operation, read and validated.

parameters:                      # by name, for every operation that has them
  server_id: localhost
operations:
  createZone:                    # operation id, or "POST /servers/{server_id}/zones"
    parameters: {rrsets: true}
    headers: {X-Trace: abc}
    body: {name: "zone-{{number}}.example.org.", kind: Native}
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.conformance.bodies.files import FileContent
from contracts.conformance.bodies.media_types import request_media
from contracts.conformance.bodies.values import file_schema, is_form
from contracts.conformance.given_values import GivenOperation, GivenValues, numbered
from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.generation.media_types import family
from contracts.spec.messages import describe_type
from contracts.spec.model import Contract, MediaType, Operation
from contracts.spec.pointers import child_pointer
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items
from contracts.spec.source import LARGEST, Source, read_source
from contracts.spec.validation_errors import first_error_of
from contracts.wording import suggestion

RULE = "values"
"""Rule of the findings about the file."""

_TOP_KEYS = ("parameters", "operations")
_KEYS = ("parameters", "body", "bodies", "headers")


def load_values(path: str | Path, contract: Contract) -> GivenValues:
    """Read a file of values, YAML or JSON.

    :returns: the values; those that are invalid by their schema have a note.
    :raises DocumentError: for an unreadable file, and for unknown operations, parameters and keys.
    """
    source = read_source(Path(path), str(path)).without_surrogates()
    reader = _Reader(contract, source, Path(path).parent, list(source.findings))
    values = reader.read()
    if reader.findings:
        raise DocumentError(reader.findings)
    return values


@dataclass
class _Reader:
    """Reads one file.

    :ivar findings: the errors so far.
    """

    contract: Contract
    source: Source
    folder: Path
    findings: list[Finding]
    notes: list[str] = field(default_factory=list)

    def read(self) -> GivenValues:
        tree = self.mapping(self.source.tree, "", _TOP_KEYS)
        known = {parameter.name for operation in self.contract.operations for parameter in operation.parameters}
        parameters = self.parameters(tree.get("parameters"), "/parameters", known)
        for name in parameters:
            for operation in self.contract.operations:
                self.check_parameter(operation, name, parameters[name], f"/parameters/{name}")
        operations = dict(self.operations(tree.get("operations")))
        return GivenValues(parameters, operations, tuple(dict.fromkeys(self.notes)))

    def error(self, pointer: str, message: str, hint: str) -> None:
        self.findings.append(Finding(RULE, Severity.ERROR, self.source.locate(pointer), message, hint))

    def note(self, pointer: str, message: str) -> None:
        self.notes.append(f"{self.source.locate(pointer)}: {message}; it is sent")

    def mapping(self, value: Any, pointer: str, keys: Iterable[str] = ()) -> dict[str, Any]:
        """Return a mapping; anything else, and an unknown key, is an error.

        :param keys: the known keys; empty to accept all.
        """
        if value is None and pointer:
            return {}
        if not isinstance(value, dict):
            start = "start with 'parameters:' or 'operations:'" if not pointer else "write 'name: value'"
            self.error(pointer, f"must be a mapping, not {describe_type(value)}", start)
            return {}
        for name in value if keys else ():
            if name not in keys:
                hint = suggestion(name, keys) or f"keys: {', '.join(keys)}"
                self.error(child_pointer(pointer, name), f"unknown key '{name}'", hint)
        return value

    # ------------------------------------------------------------------ operations

    def operations(self, value: Any) -> Iterator[tuple[str, GivenOperation]]:
        for name, node in self.mapping(value, "/operations").items():
            pointer = child_pointer("/operations", name)
            operation = self.operation(name)
            if operation is None:
                known = [key for one in self.contract.operations for key in (one.id, f"{one.method} {one.native_path}")]
                hint = suggestion(name, known) or "use an operation id, or a method and a path: 'GET /pets/{id}'"
                self.error(pointer, f"unknown operation '{name}'", hint)
            else:
                yield operation.id, self.given(operation, self.mapping(node, pointer, _KEYS), pointer)

    def operation(self, name: str) -> Operation | None:
        """Return the operation with an id, or with a method and a path with or without the prefix of its API."""
        method, _, path = name.partition(" ")
        return self.contract.operation(name) or next(
            (
                one
                for one in self.contract.operations
                if one.method == method.upper() and path.strip() in {one.path, one.native_path}
            ),
            None,
        )

    def given(self, operation: Operation, node: dict[str, Any], pointer: str) -> GivenOperation:
        known = {parameter.name for parameter in operation.parameters}
        parameters = self.parameters(node.get("parameters"), f"{pointer}/parameters", known)
        for name, values in parameters.items():
            self.check_parameter(operation, name, values, child_pointer(f"{pointer}/parameters", name))
        media = request_media(operation)
        bodies = tuple(self.bodies(operation, media, node, pointer))
        headers = tuple(self.headers(node.get("headers"), f"{pointer}/headers"))
        return GivenOperation(parameters, media.name if media is not None else "", bodies, headers)

    def headers(self, value: Any, pointer: str) -> Iterator[tuple[str, str]]:
        for name, item in self.mapping(value, pointer).items():
            if isinstance(item, str | int | float) and str(item).isprintable():
                yield name, str(item)
            else:
                self.error(child_pointer(pointer, name), "a header must be a string on one line", "write a string")

    # ------------------------------------------------------------------ parameters

    def parameters(self, value: Any, pointer: str, known: set[str]) -> dict[str, tuple[Any, ...]]:
        """Return the alternatives by name: the items of a list, or the only value."""
        found: dict[str, tuple[Any, ...]] = {}
        for name, item in self.mapping(value, pointer).items():
            if name not in known:
                self.error(child_pointer(pointer, name), f"unknown parameter '{name}'", suggestion(name, known))
            elif item is None or item == []:
                self.error(child_pointer(pointer, name), "has no value", "write a value, or remove the name")
            else:
                found[name] = tuple(item) if isinstance(item, list) else (item,)
        return found

    def check_parameter(self, operation: Operation, name: str, values: tuple[Any, ...], pointer: str) -> None:
        for parameter in operation.parameters:
            for value in values if parameter.name == name and parameter.schema is not None else ():
                if not _is_valid(parameter.schema, numbered(value, 0)):
                    text = f"{value!r:.60} is not valid for the {parameter.location} parameter {name} of {operation.id}"
                    self.note(pointer, text)

    # ------------------------------------------------------------------ bodies

    def bodies(
        self, operation: Operation, media: MediaType | None, node: dict[str, Any], pointer: str
    ) -> Iterator[Any]:
        given = [(f"{pointer}/body", node["body"])] if "body" in node else []
        several = node.get("bodies", [])
        if not isinstance(several, list):
            self.error(f"{pointer}/bodies", f"must be a list, not {describe_type(several)}", "use 'body' for one body")
            several = []
        given += [(f"{pointer}/bodies/{index}", body) for index, body in enumerate(several)]
        if media is None:
            if given:
                self.error(given[0][0], f"{operation.id} has no request body that can be written", "remove the body")
            return
        for where, body in given:
            yield self.body(operation, media, body, where)

    def body(self, operation: Operation, media: MediaType, body: Any, pointer: str) -> Any:
        if is_form(media) and isinstance(body, dict):
            known = media.schema.possible_properties if media.schema is not None else {}
            return {
                name: self.form_value(item, known.get(name), media.encoding.get(name, {}), child_pointer(pointer, name))
                for name, item in body.items()
            }
        if not media.is_json and _is_file(body):
            return self.file(body["file"], media.name, f"{pointer}/file")
        checked = family(media.name) in {"json", "yaml", "lines", "xml"} and not isinstance(body, str)
        if checked and media.schema is not None:
            found = first_error_of(media.schema.request_validator, numbered(body, 0))
            if found is not None:
                where = "".join(f"/{token}" for token in found.instance_path)
                self.note(
                    f"{pointer}{where}", f"not valid for the body of {operation.id}: {media.schema.message(found):.100}"
                )
        return body

    def form_value(self, value: Any, schema: Schema | None, encoding: Any, pointer: str) -> Any:
        if isinstance(value, list):
            items = array_items(schema) if schema is not None else None
            return [self.form_value(item, items, encoding, f"{pointer}/{at}") for at, item in enumerate(value)]
        if _is_file(value) and (schema is None or file_schema(schema) is not None):
            documented = str(encoding.get("contentType", "")).partition(",")[0].strip()
            return self.file(value["file"], "" if "*" in documented else documented, f"{pointer}/file")
        return value

    def file(self, name: str, media_type: str, pointer: str) -> FileContent:
        """Read a file, whose path is relative to the folder of the values."""
        guessed = mimetypes.MimeTypes().guess_type(name)[0] or "application/octet-stream"
        try:
            with (self.folder / name).open("rb") as file:
                data = file.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.error(pointer, f"cannot read the file '{name}': {reason}", "paths are relative to the file of values")
            return FileContent(b"")
        if len(data) > LARGEST:
            self.error(pointer, f"the file '{name}' is larger than {LARGEST // 1024**2} MiB", "use a smaller file")
        return FileContent(data, Path(name).name, media_type or guessed)


def _is_file(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"file"} and isinstance(value["file"], str)


def _is_valid(schema: Schema | None, value: Any) -> bool:
    """Whether a parameter is valid, also if its string is the notation of a number or a boolean."""
    if schema is None or schema.request_validator.is_valid(value):
        return True
    try:
        return isinstance(value, str) and schema.request_validator.is_valid(json.loads(value))
    except ValueError:
        return False
