"""Sample requests for operations, with parameters, credentials and body, and their curl commands."""

from __future__ import annotations

import shlex
from typing import Any, NamedTuple
from urllib.parse import quote

from contracts.errors import GenerationError
from contracts.generation.generate import Generators
from contracts.spec.model import MediaType, Parameter, SecurityRule
from contracts.spec.path_selectors import selected_path
from contracts.spec.schemas import Schema
from mockserver.console.credentials import carry, sample_for
from mockserver.console.parameter_serializer import encode, path_text, plain_text, query_text
from mockserver.console.sample_bodies import concrete_name, sample_body
from mockserver.mounting import MountedOperation

TRIES = 20
"""Attempts to generate a value that can be used in a path."""

UNUSABLE_IN_PATH: tuple[Any, ...] = ("", ".", "..", [], {}, None)


class SampleRequest(NamedTuple):
    """A request without the server's address.

    :param target: encoded path and query, with a leading ``/``.
    :param body: the body, or ``None`` if there is none or it is in ``form``.
    :param form: the parts of a ``multipart/form-data`` body, for which the client chooses the boundary.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    form: tuple[tuple[str, str], ...] = ()


class Sampler:
    """Creates sample requests, always the same ones.

    :param generators: generate values that have no documented example.
    """

    def __init__(self, generators: Generators) -> None:
        self._generators = generators

    def request(self, mounted: MountedOperation, *, is_hidden: bool = False) -> SampleRequest:
        """Return a request that the mock server accepts, with only the required parts.

        :param is_hidden: whether the path without its label (``#share``) belongs to another operation.
        """
        operation = mounted.operation
        selected = selected_path(mounted.path, operation.parameters)
        path = mounted.path if selected is None else selected.path
        if selected is not None and is_hidden:
            path += quote(mounted.path[len(path) :], safe="")
        selectors = () if selected is None or selected.is_label else selected.selectors
        known = {one.name for one in operation.parameters if one.location in {"query", "header"}}
        selecting = known & {one.name for one in selectors}
        query = [
            f"{quote(one.name)}=" + (f"{{{one.parameter}}}" if one.parameter else quote(one.value or "", safe=""))
            for one in selectors
            if one.name not in known
        ]
        # A DELETE gets another id, so that the samples of other operations still find their item.
        spared = path.rpartition("{")[2].partition("}")[0] if operation.method == "DELETE" else ""
        headers: list[tuple[str, str]] = []
        cookies: list[str] = []
        for parameter in operation.parameters:
            if not parameter.required and parameter.name not in selecting:
                continue
            value = self._other_value(parameter) if parameter.name == spared else self.value_of(parameter)
            match parameter.location:
                case "path":
                    name, text = f"{{{parameter.name}}}", path_text(parameter, value)
                    path, query = path.replace(name, text), [part.replace(name, text) for part in query]
                case "query":
                    query.append(query_text(parameter, value))
                case "querystring":
                    query.append(quote(plain_text(parameter, value), safe=""))
                case "header":
                    headers.append((parameter.name, plain_text(parameter, value)))
                case "cookie":
                    cookies.append(f"{parameter.name}={plain_text(parameter, value)}")
        _add_credentials(operation.security[:1], query, headers, cookies)
        if cookies:
            headers.append(("Cookie", "; ".join(cookies)))
        target = path + ("?" + "&".join(filter(None, query)) if any(query) else "")
        media_type = _preferred(operation.request_body.content) if operation.request_body else None
        if media_type is None or operation.method == "HEAD":  # clients send no body with HEAD
            return SampleRequest(operation.method, target, tuple(headers))
        return self._with_body(SampleRequest(operation.method, target, tuple(headers)), media_type)

    def value_of(self, parameter: Parameter) -> Any:
        """Return a value of a parameter: a documented one if possible, else a generated one."""
        if parameter.examples:
            return parameter.examples[0].value
        if parameter.location == "path":
            return self._path_value(parameter, parameter.name)
        node = parameter.schema.resolve().node if parameter.schema is not None else None
        if isinstance(node, dict) and "default" in node:
            return node["default"]
        return self._generated(parameter.schema, parameter.name)

    def _other_value(self, parameter: Parameter) -> Any:
        """Return another value for a path parameter than :meth:`value_of`, if possible."""
        if len(parameter.examples) > 1:
            return parameter.examples[-1].value
        if parameter.schema is None:
            return "another-sample"
        return self._path_value(parameter, f"another {parameter.name}")

    def _path_value(self, parameter: Parameter, key: str) -> Any:
        # An empty value, or one that a client treats as a relative segment, would change the path.
        values = (self._generated(parameter.schema, f"{key}/{number}") for number in range(TRIES))
        return next((value for value in values if value not in UNUSABLE_IN_PATH), "sample")

    def _generated(self, schema: Schema | None, key: str) -> Any:
        if schema is None:
            return "sample"
        try:
            return self._generators.compile(schema, direction="request")(key)
        except GenerationError:
            return "sample"  # show the other operations; this request is refused with a reason

    def _with_body(self, request: SampleRequest, media_type: MediaType) -> SampleRequest:
        body = sample_body(media_type, self._body(media_type))
        headers = request.headers
        if body.text is not None:
            headers = (*headers, ("Content-Type", concrete_name(media_type)))
        return SampleRequest(request.method, request.target, headers, body.text, body.form)

    def _body(self, media_type: MediaType) -> Any:
        if example := media_type.example():
            return example.value
        return self.generated_body(media_type)

    def generated_body(self, media_type: MediaType) -> Any:
        """Return a generated value of a request body."""
        if media_type.schema is None and media_type.is_json:
            return {}
        return self._generated(media_type.schema, "body")


def _add_credentials(
    rules: tuple[SecurityRule, ...], query: list[str], headers: list[tuple[str, str]], cookies: list[str]
) -> None:
    for use in (use for rule in rules for use in rule.uses):
        carrier = carry(use.scheme, sample_for(use.scheme, use.scopes))
        match carrier.place:
            case "header":
                headers.append((carrier.name, carrier.text))
            case "query":
                query.append(f"{encode(carrier.name)}={encode(carrier.text)}")
            case "cookie":
                cookies.append(f"{carrier.name}={carrier.text}")


def _preferred(content: tuple[MediaType, ...]) -> MediaType | None:
    """Return the most readable media type: JSON, else a form, else the first."""
    json = next((media_type for media_type in content if media_type.is_json), None)
    form = next((media_type for media_type in content if "form" in media_type.name), None)
    return json or form or next(iter(content), None)


def curl_line(request: SampleRequest, base_url: str) -> str:
    """Return the curl command for a request, on one line and quoted for a shell.

    :param base_url: scheme and authority, e.g. ``http://127.0.0.1:8080``, without a slash at the end.
    """
    words = ["curl", *_method(request), base_url + request.target]
    for name, value in request.headers:
        words += ["-H", f"{name}: {value}" if value else f"{name};"]
    for name, value in request.form:
        # Not --form, which reads a value that starts with @ or < from a file.
        words += ["--form-string", f"{name}={value}"]
    if request.body is not None:
        # Not --data, which reads a value that starts with @ from a file.
        words += ["--data-raw", request.body]
    return " ".join(_quote(word) for word in words)


def _quote(word: str) -> str:
    """Quote a word for a shell; with control characters, as ``$'…'`` on one line (POSIX.1-2024, section 2.2.4)."""
    if word.isprintable():
        return shlex.quote(word)
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    octets = "".join(c if c.isprintable() else "".join(f"\\{byte:03o}" for byte in c.encode()) for c in escaped)
    return f"$'{octets}'"


def _method(request: SampleRequest) -> tuple[str, ...]:
    has_body = request.body is not None or bool(request.form)
    if request.method == "HEAD":
        return ("--head",)
    implied = "POST" if has_body else "GET"
    return () if request.method == implied else ("-X", request.method)
