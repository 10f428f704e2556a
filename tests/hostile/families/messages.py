"""Documents whose names, values and settings are hostile: they end up in messages, URLs, headers and pages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.hostile.documents import Case, document, operation, ref

NAMES = {
    "control characters": "a\x00\x07\x1b[31mb\x7f",
    "newlines": "a\r\nSet-Cookie: b=c\n::error::x",
    "right to left": "a\u202eb\u2066c",
    "emoji": "👩‍👩‍👧‍👦" * 20,
    "combining": "a" + "\u0301" * 2_000,
    "markup": "<script>alert(1)</script>",
    "template": "{{7*7}}${7*7}{%x%}",
    "pointer": "a/~b~1%2F#",
    "format": "%s%n{0}{__class__}",
    "empty": "",
    "dots": "../../../etc/passwd",
    "prototype": "__proto__",
    "very long": "n" * 100_000,
    "shell": "$(id);`id`|id&",
}


def names() -> Iterator[Case]:
    """Names with characters that mean something elsewhere."""
    for name, value in NAMES.items():
        yield f"{name} in schemas", partial(_named_schema, value)
        yield f"{name} in operations", partial(_named_operation, value)


def _named_schema(name: str) -> dict[str, Any]:
    escaped = name.replace("~", "~0").replace("/", "~1")
    found = document({"type": "object", "required": [name], "properties": {name: {"enum": [name]}}}, schemas={name: {}})
    found["paths"]["/items"]["get"]["responses"]["200"]["headers"] = {name: {"schema": {"const": name}}}
    found["components"]["schemas"]["Item"]["properties"]["again"] = {"$ref": f"#/components/schemas/{escaped}"}
    return found


def _named_operation(name: str) -> dict[str, Any]:
    found = document({"type": "object"})
    found["info"]["title"] = name
    found["tags"] = [{"name": name}]
    found["paths"]["/" + name] = {"get": operation(name, ref("Item"))}
    found["paths"]["/items"]["get"]["parameters"] = [{"name": name, "in": "query", "schema": {"const": name}}]
    return found


def examples() -> Iterator[Case]:
    """Examples that are large, wrong, or refer to files."""
    deep: Any = "x"
    for _ in range(90):
        deep = {"a": [deep]}
    for name, value in {
        "deep": deep,
        "wide": [{"id": number} for number in range(50_000)],
        "wrong type": {"a": [None, {"b": 1}]},
        "large number": 10**300,
        "references": {"$ref": "#/components/schemas/Item"},
        "control characters": "\x00\x1b]0;x\x07",
    }.items():
        yield name, partial(_example, value)
    yield "external file", partial(_external, "../../../../etc/passwd")
    yield "external device", partial(_external, "/dev/zero")
    yield "external url", partial(_external, "http://127.0.0.1:9/")
    yield "headers", _header_examples


def _example(value: Any) -> dict[str, Any]:
    found = document({"type": "object", "properties": {"a": {"type": "string"}}, "example": value, "default": value})
    media = found["paths"]["/items/{id}"]["get"]["responses"]["200"]["content"]["application/json"]
    media["examples"] = {"one": {"value": value}}
    return found


def _external(url: str) -> dict[str, Any]:
    found = document({"type": "object"})
    media = found["paths"]["/items"]["get"]["responses"]["200"]["content"]["application/json"]
    media["examples"] = {"one": {"externalValue": url}}
    return found


def _header_examples() -> dict[str, Any]:
    found = document({"type": "object"})
    found["paths"]["/items"]["get"]["responses"]["200"]["headers"] = {
        "X-A": {"schema": {"type": "string"}, "example": "a\r\nX-B: c"},
        "Content-Length": {"schema": {"const": "99999999999"}},
        "Transfer-Encoding": {"schema": {"const": "chunked"}},
        "Bad Name:": {"schema": {"type": "string"}},
        "X-Long": {"schema": {"type": "string", "minLength": 9_000}},
    }
    return found


def servers() -> Iterator[Case]:
    """Server URLs and variables."""
    variables = {f"v{number}": {"default": "a", "enum": [f"e{n}" for n in range(50)]} for number in range(10)}
    yield (
        "combinations",
        partial(_servers, "https://" + "".join(f"{{v{n}}}." for n in range(10)) + "example", variables),
    )
    yield "of itself", partial(_servers, "https://{a}.example", {"a": {"default": "{a}{a}"}})
    yield "of each other", partial(_servers, "https://{a}/", {"a": {"default": "{b}{b}"}, "b": {"default": "{a}{a}"}})
    yield "undefined", partial(_servers, "https://{x}/{y", {})
    yield "invalid", partial(_servers, "http://[::1:99999/%zz", {})
    yield "scheme", partial(_servers, "javascript:alert(1)", {})
    yield "newlines", partial(_servers, "https://a.example/\r\nX: y", {})
    yield "long", partial(_servers, "https://a.example/" + "b/" * 100_000, {})
    yield "root dots", partial(_servers, "/../../{a}/..//", {"a": {"default": "../.."}})


def _servers(url: str, variables: dict[str, Any]) -> dict[str, Any]:
    return {**document({"type": "object"}), "servers": [{"url": url, "variables": variables}]}


def security() -> Iterator[Case]:
    """Security schemes and requirements."""
    key = {"type": "apiKey", "in": "header", "name": "X-Key"}
    yield "unknown", partial(_secured, {}, [{"missing": []}] * 1_000)
    yield "empty names", partial(_secured, {"": key}, [{"": []}])
    yield "header injection", partial(_secured, {"a": {**key, "name": "X\r\nY: z"}}, [{"a": []}])
    yield (
        "all at once",
        partial(
            _secured, {f"s{n}": {**key, "name": f"X-{n}"} for n in range(500)}, [{f"s{n}": [] for n in range(500)}]
        ),
    )
    yield (
        "many alternatives",
        partial(
            _secured,
            {f"s{n}": {**key, "name": f"X-{n}"} for n in range(50)},
            [{f"s{n % 50}": [], f"s{(n * 7) % 50}": []} for n in range(5_000)],
        ),
    )
    yield (
        "many scopes",
        partial(
            _secured,
            {
                "o": {
                    "type": "oauth2",
                    "flows": {
                        "implicit": {
                            "authorizationUrl": "https://a.example",
                            "scopes": {f"s{n}": "x" for n in range(20_000)},
                        }
                    },
                }
            },
            [{"o": [f"s{n}" for n in range(20_000)]}],
        ),
    )
    yield (
        "connect url",
        partial(_secured, {"o": {"type": "openIdConnect", "openIdConnectUrl": "http://127.0.0.1:9/"}}, [{"o": []}]),
    )


def _secured(schemes: dict[str, Any], requirements: list[Any]) -> dict[str, Any]:
    return {**document({"type": "object"}, securitySchemes=schemes), "security": requirements}


def extensions() -> Iterator[Case]:
    """Our own extensions with hostile values."""
    large: dict[str, Any] = {f"k{number}": [number] * 10 for number in range(5_000)}
    for name in ("x-mock-order", "x-mock-errors", "x-mock-resource", "x-mock-credentials", "x-mock-prefix", "x-faker"):
        yield f"{name} large", partial(_extended, name, large)
        yield f"{name} string", partial(_extended, name, "x" * 100_000)
    yield "x-faker attribute", partial(_faker, "__class__.__init__")
    yield "x-faker costly", partial(_faker, {"text": {"max_nb_chars": 10**9}})
    yield "x-faker unknown", partial(_faker, "a" * 10_000)


def _extended(name: str, value: Any) -> dict[str, Any]:
    found = {**document({"type": "object", name: value}), name: value}
    found["paths"]["/items"]["get"][name] = value
    return found


def _faker(value: Any) -> dict[str, Any]:
    return document({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "x-faker": value}}})
