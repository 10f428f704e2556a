"""Mutants that violate HTTP: methods, media types, character encodings, header fields."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import is_json, with_body, with_header, with_path
from mockserver.mutation.mutant import Call, MutantFamily, accepts_json, has_role, requires_auth, returns_json

FAMILY = MutantFamily("protocol")

UNSUPPORTED_MEDIA_TYPE = "image/x-unsupported"


def _negotiates(operation: Operation) -> bool:
    return returns_json(operation) and operation.documents(406)


def _is_get(operation: Operation) -> bool:
    return operation.method == "GET"


@FAMILY.fault(
    "accept-list-refused",
    "406 for an Accept header with several media types",
    why="The header is compared as a single string, although it is a list with weights (RFC 9110, section 12.5.1).",
    applies=_negotiates,
)
async def accept_list_refused(call: Call) -> Response:
    """Replace an Accept header with a list or weight by an unsupported media type."""
    accept = call.request.header("accept") or ""
    refused = ("," in accept or ";" in accept) and call.matched is not None
    return await call.forward(call.request.with_header("accept", UNSUPPORTED_MEDIA_TYPE) if refused else None)


@FAMILY.fault(
    "accept-wildcard-refused",
    "406 for an Accept header with a wildcard",
    why="The header is compared as a single string, although it may contain wildcards (RFC 9110, section 12.5.1).",
    applies=_negotiates,
)
async def accept_wildcard_refused(call: Call) -> Response:
    """Replace an Accept header with a wildcard by an unsupported media type."""
    refused = "*" in (call.request.header("accept") or "") and call.matched is not None
    return await call.forward(call.request.with_header("accept", UNSUPPORTED_MEDIA_TYPE) if refused else None)


@FAMILY.fault(
    "allow-incomplete",
    "the Allow header of a 405 response lacks the methods of the path",
    why="Routes are tried in turn, and a single route sets the header.",
)
async def allow_incomplete(call: Call) -> Response:
    """Name only OPTIONS."""
    response = await call.forward()
    return with_header(response, "allow", "OPTIONS") if response.status == 405 else response


@FAMILY.fault(
    "allow-missing",
    "405 responses have no Allow header",
    why="The error handler drops the headers of the original error; RFC 9110, section 15.5.6, requires Allow.",
)
async def allow_missing(call: Call) -> Response:
    """Remove the header."""
    response = await call.forward()
    return with_header(response, "allow", None) if response.status == 405 else response


@FAMILY.fault(
    "allow-wrong",
    "the Allow header of a 405 response names every method",
    why="The header is a constant of the middleware.",
)
async def allow_wrong(call: Call) -> Response:
    """Name every method."""
    response = await call.forward()
    if response.status != 405:
        return response
    return with_header(response, "allow", "GET, HEAD, POST, PUT, PATCH, DELETE")


@FAMILY.transform(
    "byte-order-mark",
    "JSON starts with a byte order mark",
    why="Some encoders add it by default, and many parsers reject it; RFC 8259, section 8.1, forbids it.",
    applies=returns_json,
)
def byte_order_mark(_call: Call, _operation: Operation, response: Response) -> Response:
    """Put a byte order mark before the body."""
    if not response.is_success or not is_json(response):
        return response
    return with_body(response, b"\xef\xbb\xbf" + response.body)


@FAMILY.transform(
    "challenge-missing",
    "401 responses have no WWW-Authenticate header",
    why="Clients select the security scheme by it; RFC 9110, section 15.5.2, requires it.",
    applies=requires_auth,
)
def challenge_missing(_call: Call, _operation: Operation, response: Response) -> Response:
    """Remove the header."""
    return with_header(response, "www-authenticate", None) if response.status == 401 else response


@FAMILY.transform(
    "charset-utf16",
    "JSON is encoded as UTF-16",
    why="Some platforms write their native strings unchanged; RFC 8259, section 8.1, requires UTF-8.",
    applies=returns_json,
)
def charset_utf16(_call: Call, _operation: Operation, response: Response) -> Response:
    """Encode the body as UTF-16."""
    if not response.is_success or not is_json(response):
        return response
    return with_body(response, response.body.decode("utf-8").encode("utf-16"))


@FAMILY.transform(
    "charset-wrong",
    "JSON is encoded as ISO 8859-1",
    why="It is the default of older servlet containers; RFC 8259, section 8.1, requires UTF-8.",
    applies=returns_json,
)
def charset_wrong(_call: Call, _operation: Operation, response: Response) -> Response:
    """Encode the body as ISO 8859-1, and declare that."""
    if not response.is_success or not is_json(response):
        return response
    body = response.body.decode("utf-8").encode("latin-1", "replace")
    return with_body(response, body, "application/json; charset=iso-8859-1")


@FAMILY.transform(
    "content-length-wrong",
    "Content-Length is one less than the length of the body",
    why="The header counts characters instead of bytes.",
    applies=returns_json,
)
def content_length_wrong(_call: Call, _operation: Operation, response: Response) -> Response:
    """Decrement the header."""
    if not response.is_success or len(response.body) < 2:
        return response
    return with_header(response, "content-length", str(len(response.body) - 1))


@FAMILY.transform(
    "content-type-missing",
    "a response with a body has no Content-Type header",
    why="Clients select their parser by it.",
    applies=returns_json,
)
def content_type_missing(_call: Call, _operation: Operation, response: Response) -> Response:
    """Remove the header."""
    return with_header(response, "content-type", None) if response.is_success and response.body else response


@FAMILY.fault(
    "content-type-parameter-refused",
    "a body with the type 'application/json; charset=utf-8' is rejected",
    why="The header is compared as a single string, but many clients add the parameter (RFC 9110, section 8.3.1).",
    applies=accepts_json,
)
async def content_type_parameter_refused(call: Call) -> Response:
    """Replace a Content-Type header with parameters by an unsupported media type."""
    refused = ";" in (call.request.header("content-type") or "") and not call.wrong_method and call.request.body
    return await call.forward(call.request.with_header("content-type", "text/x-unsupported") if refused else None)


@FAMILY.transform(
    "content-type-undocumented",
    "a JSON body has an undocumented media type",
    why="A new version of the representation was released before its documentation.",
    applies=returns_json,
)
def content_type_undocumented(_call: Call, _operation: Operation, response: Response) -> Response:
    """Declare a vendor-specific JSON type."""
    if not response.is_success or not is_json(response):
        return response
    return with_header(response, "content-type", "application/vnd.internal.v2+json")


@FAMILY.transform(
    "content-type-wrong",
    "a JSON body has the media type text/html",
    why="It is the default of many frameworks, and browsers then render user input as HTML.",
    applies=returns_json,
)
def content_type_wrong(_call: Call, _operation: Operation, response: Response) -> Response:
    """Declare HTML."""
    if not response.is_success or not is_json(response):
        return response
    return with_header(response, "content-type", "text/html; charset=utf-8")


@FAMILY.transform(
    "error-type-wrong",
    "the JSON body of an error response has the media type text/plain",
    why="Clients display the JSON source to their users.",
)
def error_type_wrong(_call: Call, _operation: Operation, response: Response) -> Response:
    """Declare plain text."""
    if response.status < 400 or not is_json(response):
        return response
    return with_header(response, "content-type", "text/plain")


@FAMILY.fault(
    "head-headers",
    "HEAD returns another Content-Type and Content-Length than GET",
    why="The gateway responds to HEAD.",
    applies=_is_get,
)
async def head_headers(call: Call) -> Response:
    """Replace both headers."""
    response = await call.forward()
    if not call.is_head or not response.is_success:
        return response
    return with_header(with_header(response, "content-type", "text/html"), "content-length", "1")


@FAMILY.fault(
    "head-refused",
    "405 for HEAD where GET is supported",
    why="Not every framework adds HEAD, which caches and link checkers use (RFC 9110, section 9.3.2).",
    applies=_is_get,
)
async def head_refused(call: Call) -> Response:
    """Return 405 for HEAD."""
    response = await call.forward()
    if not call.is_head or not response.is_success:
        return response
    return with_header(replace(response, status=405, body=b""), "allow", "GET")


@FAMILY.transform(
    "header-invalid",
    "a documented response header has a value that its schema does not allow",
    why="Headers are set as strings, without a serialiser that validates them.",
    applies=lambda operation: any(one.headers for one in operation.responses),
)
def header_invalid(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace the values of documented headers."""
    documented = operation.response(response.status)
    for header in documented.headers if documented else ():
        present = response.header(header.name) is not None
        if present and header.schema and not header.schema.is_valid("[none]"):
            response = with_header(response, header.name.lower(), "[none]")
    return response


@FAMILY.transform(
    "header-missing",
    "a required response header is missing",
    why="A proxy removes headers that it does not know.",
    applies=lambda operation: any(header.required for one in operation.responses for header in one.headers),
)
def header_missing(_call: Call, operation: Operation, response: Response) -> Response:
    """Remove the required headers."""
    documented = operation.response(response.status)
    for header in documented.headers if documented else ():
        if header.required:
            response = with_header(response, header.name.lower(), None)
    return response


@FAMILY.transform(
    "location-wrong",
    "the Location header of a created item does not lead to the item",
    why="The URL is built from the internal route.",
    applies=lambda operation: operation.method == "POST",
)
def location_wrong(_call: Call, _operation: Operation, response: Response) -> Response:
    """Replace the header by an internal path."""
    is_created = response.is_success and response.header("location")
    return with_header(response, "location", "/internal/objects/1") if is_created else response


@FAMILY.fault(
    "path-not-decoded",
    "an id in the path is not percent-decoded",
    why="The handler splits the raw path itself.",
    applies=has_role("read", "update", "replace", "delete"),
)
async def path_not_decoded(call: Call) -> Response:
    """Encode the path once more."""
    response = await call.forward()
    if not response.is_success or "%" not in call.path:
        return response
    return await call.forward(with_path(call.request, call.path.replace("%", "%25")))


@FAMILY.fault(
    "representation-ignored",
    "the response is always JSON although other media types are documented",
    why="The other representation is documented but not implemented.",
    applies=lambda operation: any(one.is_success and len(one.content) > 1 for one in operation.responses),
)
async def representation_ignored(call: Call) -> Response:
    """Replace the Accept header by JSON."""
    response = await call.forward()
    if not response.is_success or call.wrong_method or call.request.header("accept") is None:
        return response
    return await call.forward(call.request.with_header("accept", "application/json"))
