"""Request bodies: size limit, content type, parsing, validation."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.failures import FailureKind
from contracts.spec.model import RequestBody
from mockserver.http.bodies import BodyStages, Disconnected, read_body
from mockserver.http.messages import Failure
from mockserver.http.request import ABSENT, RequestContext
from tests.mockserver.kit import load, make_request, only

LIMIT = 1_000

PET = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "sizes": {"type": "array", "items": {"type": "integer"}},
        "home": {"type": "object", "properties": {"city": {"type": "string"}}},
        "neutered": {"type": ["boolean", "null"]},
    },
}


def request_body(content: Any, *, required: bool = True) -> RequestBody:
    media = {name: {"schema": node} if "schema" not in node else node for name, node in content.items()}
    node = {"content": media, "required": required}
    made = only(load({"/x": {"post": {"requestBody": node}}})).request_body
    assert made is not None
    return made


def send(
    declared: RequestBody, body: bytes, content_type: str | None, *, too_large: bool = False
) -> RequestContext | Failure:
    """Run the stages of a body; return the request, or the first failure."""
    made = make_request(
        headers={} if content_type is None else {"content-type": content_type}, method="POST", body=body
    )
    if too_large:
        made.body = None
    stages = BodyStages(declared, LIMIT)
    for stage in (stages.content_type, stages.size, stages.parse, stages.validate):
        failure = stage(made)
        if failure is not None:
            return failure
    return made


def payload(content: Any, body: bytes, content_type: str | None) -> Any:
    made = send(request_body(content), body, content_type)
    assert isinstance(made, RequestContext), made.reason
    return made.payload


def refusal(content: Any, body: bytes, content_type: str | None) -> Failure:
    failure = send(request_body(content), body, content_type)
    assert isinstance(failure, Failure)
    return failure


# ---------------------------------------------------------------------- reading


def receive_all(chunks: list[bytes], declared: str = "", *, cut: bool = False, limit: int = 5) -> bytes | None:
    messages: list[Any] = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    if cut:
        messages.append({"type": "http.disconnect"})
    else:
        messages[-1]["more_body"] = False

    async def receive() -> Any:
        return messages.pop(0)

    return asyncio.run(read_body({}, receive, limit, declared))


@pytest.mark.parametrize(
    ("chunks", "body"),
    [
        ([b""], b""),
        ([b"ab"], b"ab"),
        ([b"ab", b"", b"cd"], b"abcd"),
        ([b"abcde"], b"abcde"),
        ([b"abc", b"de"], b"abcde"),
        ([b"abcdef"], None),
        ([b"abc", b"def"], None),
    ],
)
def test_read_up_to_the_limit(chunks: list[bytes], body: bytes | None) -> None:
    assert receive_all(chunks) == body


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("3", b"abc"),
        ("5", b"abc"),
        ("0", b"abc"),
        ("6", None),
        ("99999999999999999999999", b"abc"),
        ("-1", b"abc"),
        ("five", b"abc"),
        ("5, 5", b"abc"),
    ],
)
def test_content_length_is_used_only_if_too_large(declared: str, body: bytes | None) -> None:
    assert receive_all([b"abc"], declared) == body


def test_optional_keys_of_asgi_messages() -> None:
    async def receive() -> Any:
        return {"type": "http.request"}

    assert asyncio.run(read_body({}, receive, 5, "")) == b""


def test_a_disconnected_client() -> None:
    with pytest.raises(Disconnected):
        receive_all([b"ab"], cut=True)


def test_nothing_is_read_after_the_limit() -> None:
    assert receive_all([b"abc", b"def"], cut=True) is None


# ---------------------------------------------------------------------- content types

JSON = "application/json"


@pytest.mark.parametrize(
    "content_type",
    [JSON, "APPLICATION/JSON", "application/json;charset=utf-8", "application/json ; charset=latin-1", None],
)
def test_json_content_types(content_type: str | None) -> None:
    assert payload({JSON: PET}, b'{"name": "Rex"}', content_type) == {"name": "Rex"}


@pytest.mark.parametrize(
    ("documented", "sent"),
    [
        (JSON, "text/plain"),
        (JSON, "application/vnd.x+json"),
        (JSON, "application/jsonp"),
        (JSON, ""),
        (JSON, "json"),
        (JSON, ";"),
        (JSON, "*/*"),
        ("text/*", "application/json"),
        ("application/*", "text/plain"),
    ],
)
def test_undocumented_content_types(documented: str, sent: str) -> None:
    failure = refusal({documented: PET}, b'{"name": "Rex"}', sent)
    assert failure.kind is FailureKind.UNSUPPORTED_MEDIA_TYPE
    assert failure.location == "header/content-type"


@pytest.mark.parametrize(
    ("documented", "sent"),
    [
        ("application/*", JSON),
        ("*/*", JSON),
        ("*/*", "application/vnd.x+json"),
        ("*/*", None),
        ("application/merge-patch+json", "application/merge-patch+json"),
        ("text/json", "text/json"),
    ],
)
def test_media_ranges_use_the_sent_content_type(documented: str, sent: str | None) -> None:
    assert payload({documented: PET}, b'{"name": "Rex"}', sent) == {"name": "Rex"}


def test_an_exact_media_type_precedes_a_range() -> None:
    content = {"*/*": {"type": "string"}, JSON: PET}
    assert payload(content, b'{"name": "Rex"}', JSON) == {"name": "Rex"}
    assert payload(content, b"hello", "text/plain") == "hello"


@pytest.mark.parametrize("content_type", ["application/x-protobuf", "application/octet-stream"])
def test_a_format_that_cannot_be_parsed_is_not_validated(content_type: str) -> None:
    assert payload({content_type: PET}, b"<pet/>", content_type) == "<pet/>"


@pytest.mark.parametrize(
    ("schema", "body", "value"),
    [
        ({"type": "string"}, b"7", "7"),
        ({"type": "integer"}, b"7", 7),
        ({}, b"7", "7"),
        ({"type": "string"}, "é".encode(), "é"),
        ({"type": "string"}, b"\xff\x00", "\xff\0"),
    ],
)
def test_text(schema: Any, body: bytes, value: Any) -> None:
    assert payload({"text/plain": schema}, body, "text/plain") == value


def test_text_is_validated() -> None:
    assert refusal({"text/plain": {"type": "string", "maxLength": 1}}, b"ab", "text/plain").kind == "invalid_body"
    assert refusal({"image/png": {"type": "string", "maxLength": 1}}, b"ab", "image/png").kind == "invalid_body"


# ---------------------------------------------------------------------- YAML and sequences of JSON texts


@pytest.mark.parametrize(
    "content_type", ["application/yaml", "application/x-yaml", "text/yaml", "application/vnd.pet+yaml; charset=utf-8"]
)
def test_yaml(content_type: str) -> None:
    media = content_type.partition(";")[0]
    assert payload({media: PET}, b"name: Rex\nage: 3\nneutered: null\n", content_type) == {
        "name": "Rex",
        "age": 3,
        "neutered": None,
    }
    failure = refusal({media: PET}, b"name: Rex\nsizes: [1, large]\n", content_type)
    assert (failure.kind, failure.location) == (FailureKind.INVALID_BODY, "body/sizes/1")


@pytest.mark.parametrize("body", [b"name: 2020-01-01", b"name: yes", b"name: 12:30:45", b"name: !!str 7", b"name: 1_0"])
def test_yaml_scalars_that_are_strings(body: bytes) -> None:
    assert isinstance(payload({"application/yaml": PET}, body, "application/yaml")["name"], str)


def test_yaml_aliases_and_merged_keys() -> None:
    body = b"name: Rex\nhome: &home {city: Bath}\nother: {<<: *home, zip: 1}\n"
    value = payload({"application/yaml": PET}, body, "application/yaml")
    assert value["other"] == {"city": "Bath", "zip": 1}


def _aliases(levels: int, width: int) -> bytes:
    """A list of lists, each with aliases of the one before."""
    rows = [f"- &a0 [{', '.join(['x'] * width)}]"]
    rows += [f"- &a{one} [{', '.join([f'*a{one - 1}'] * width)}]" for one in range(1, levels)]
    return "\n".join(rows).encode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"name: Rex\nage: [1\n", "not YAML: "),
        (b"name: Rex\nname: Tom\n", "duplicate key 'name', first defined at line 1 column 1: line 2 column 1"),
        (b"name: Rex\nage: .nan\n", "'.nan' is not a JSON number: line 2 column 6"),
        (b"name: !!python/name:os.system\n", "unknown YAML tag '!!python/name:os.system': line 1 column 7"),
        (b"name: Rex\n--- {}\n", "a second YAML document starts here: line 2 column 1"),
        (b"name: \xff", "byte 0xff is not valid UTF-8"),
        (b"name: &a [*a]", "contains itself: line 1 column 11"),
        (b"[" * 200 + b"]" * 200, "nested more than 100 levels deep: line 1 column 101"),
        (_aliases(9, 9), "aliases add more than 100,000 keys and items"),
        (_aliases(900, 1), "nested more than 100 levels deep"),
    ],
)
def test_malformed_yaml(body: bytes, reason: str) -> None:
    failure = refusal({"application/yaml": PET}, body, "application/yaml")
    assert (failure.kind, failure.location) == (FailureKind.MALFORMED_BODY, "body")
    assert reason in failure.detail
    assert failure.detail.startswith("not YAML: ")


def test_a_yaml_body_without_a_document_is_null() -> None:
    assert payload({"application/yaml": {"type": ["object", "null"]}}, b"# nothing\n", "application/yaml") is None


def test_a_schema_for_strings_describes_the_yaml_text() -> None:
    content = {"application/yaml": {"type": "string"}}
    assert payload(content, b"a: 1\n", "application/yaml") == "a: 1\n"
    assert payload(content, b"'a'\n", "application/yaml") == "a"
    assert refusal(content, b"a: [", "application/yaml").kind is FailureKind.MALFORMED_BODY


LINES, SEQUENCE = "application/x-ndjson", "application/json-seq"


@pytest.mark.parametrize("described", [{"itemSchema": PET}, {"schema": {"type": "array", "items": PET}}])
@pytest.mark.parametrize(
    ("media", "body"),
    [(LINES, b'{"name": "a"}\r\n\n{"name": %b}'), (SEQUENCE, b'\x1e{"name": "a"}\n\x1e{"name": %b}\n')],
)
def test_sequences_of_items(described: Any, media: str, body: bytes) -> None:
    tree = {"/x": {"post": {"requestBody": {"content": {media: described}, "required": True}}}}
    declared = only(load(tree, openapi="3.2.0")).request_body
    assert declared is not None
    made = send(declared, body % b'"b"', media)
    assert isinstance(made, RequestContext)
    assert made.payload == [{"name": "a"}, {"name": "b"}]
    failure = send(declared, body % b"1", media)
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.location) == (FailureKind.INVALID_BODY, "body/1/name")


def test_a_schema_for_each_item_of_a_sequence() -> None:
    assert payload({LINES: PET}, b'{"name": "a"}\n', LINES) == {"name": "a"}
    assert payload({LINES: PET}, b'{"name": "a"}\n{"name": "b"}', LINES) == [{"name": "a"}, {"name": "b"}]
    assert refusal({LINES: PET}, b'{"name": 1}', LINES).location == "body/name"
    assert [one.location for one in refusal({LINES: PET}, b'{"name": "a"}\n{"name": 1}\n{}', LINES).each] == [
        "body/1/name",
        "body/2",
    ]


@pytest.mark.parametrize(
    ("media", "body", "reason"),
    [
        (LINES, b'{"name": "a"}\n\n{"name": ', "line 3: not JSON: "),
        (SEQUENCE, b'\x1e{"name": "a"}\n\x1e{\n', "record 2: not JSON: "),
        (SEQUENCE, b'{"name": "a"}\n', "the first record does not begin with a record separator"),
    ],
)
def test_malformed_sequences(media: str, body: bytes, reason: str) -> None:
    failure = refusal({media: PET}, body, media)
    assert (failure.kind, failure.location) == (FailureKind.MALFORMED_BODY, "body")
    assert reason in failure.detail


# ---------------------------------------------------------------------- size, absence, syntax, schema


def test_too_large() -> None:
    failure = send(request_body({JSON: PET}), b"", JSON, too_large=True)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.TOO_LARGE


def test_content_type_is_checked_before_size() -> None:
    failure = send(request_body({JSON: PET}), b"", "text/plain", too_large=True)
    assert isinstance(failure, Failure)
    assert failure.kind is FailureKind.UNSUPPORTED_MEDIA_TYPE


@pytest.mark.parametrize("content_type", [None, JSON, "text/plain"])
def test_a_missing_required_body(content_type: str | None) -> None:
    assert refusal({JSON: PET}, b"", content_type).kind is FailureKind.MISSING_BODY


@pytest.mark.parametrize("content_type", [None, JSON, "text/plain"])
def test_a_missing_optional_body(content_type: str | None) -> None:
    made = send(request_body({JSON: PET}, required=False), b"", content_type)
    assert isinstance(made, RequestContext)
    assert made.payload is ABSENT


@pytest.mark.parametrize("body", [b"{", b"name", b"[" * 500, b'{"name": "a\x00"}', b"\xff", b" "])
def test_malformed_json(body: bytes) -> None:
    failure = refusal({JSON: PET}, body, JSON)
    assert (failure.kind, failure.location) == (FailureKind.MALFORMED_BODY, "body")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"{}", "body"),
        (b"null", "body"),
        (b"[]", "body"),
        (b'{"name": 1}', "body/name"),
        (b'{"name": "a", "tags": ["x", 1]}', "body/tags/1"),
        (b'{"name": "a", "age": 1.5}', "body/age"),
        (b'{"name": "a", "name": 2}', "body/name"),
    ],
)
def test_invalid_json(body: bytes, place: str) -> None:
    failure = refusal({JSON: PET}, body, JSON)
    assert (failure.kind, failure.location) == (FailureKind.INVALID_BODY, place)


def test_null_is_a_valid_body() -> None:
    assert payload({JSON: {"type": "null"}}, b"null", JSON) is None


def test_large_numbers_are_exact() -> None:
    assert payload({JSON: {"type": "integer"}}, b"123456789012345678901234567890", JSON) == (
        123456789012345678901234567890
    )


def test_read_only_properties_are_not_required() -> None:
    schema = {
        "type": "object",
        "required": ["id", "secret"],
        "properties": {"id": {"type": "integer", "readOnly": True}, "secret": {"type": "string", "writeOnly": True}},
    }
    assert payload({JSON: schema}, b'{"secret": "s"}', JSON) == {"secret": "s"}
    assert refusal({JSON: schema}, b'{"id": 1}', JSON).kind is FailureKind.INVALID_BODY


# ---------------------------------------------------------------------- forms

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
WITH_BOUNDARY = "multipart/form-data; boundary=b"


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"name=Rex", {"name": "Rex"}),
        (b"name=a+b%20c%2B", {"name": "a b c+"}),
        (b"name=%C3%A9&age=7", {"name": "é", "age": 7}),
        (b"name=a&name=b", {"name": "b"}),
        (b"name=&tags=x", {"name": "", "tags": ["x"]}),
        (b"name=a&tags=x&tags=y,z", {"name": "a", "tags": ["x", "y,z"]}),
        (b"name=a&sizes=1,2&sizes=3", {"name": "a", "sizes": [1, 2, 3]}),
        (b"name=a&neutered=true", {"name": "a", "neutered": True}),
        (b"name=a&home=%7B%22city%22%3A%22Ulm%22%7D", {"name": "a", "home": {"city": "Ulm"}}),
        (b"name=a&other=1&flag", {"name": "a", "other": "1", "flag": ""}),
    ],
)
def test_urlencoded(body: bytes, value: Any) -> None:
    content = {FORM: {"schema": PET, "encoding": {"sizes": {"style": "form", "explode": False}}}}
    assert payload(content, body, f"{FORM}; charset=utf-8") == value


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"age=7", FailureKind.INVALID_BODY),
        (b"name=a&age=x", FailureKind.INVALID_BODY),
        (b"name=a&home=Ulm", FailureKind.INVALID_BODY),
        (b"name=%ff", FailureKind.MALFORMED_BODY),
        (b"name=\xc3\xa9", FailureKind.MALFORMED_BODY),
        (b"&".join(b"f%d=1" % number for number in range(2_000)), FailureKind.MALFORMED_BODY),
    ],
)
def test_invalid_urlencoded(body: bytes, kind: FailureKind) -> None:
    assert refusal({FORM: PET}, body, FORM).kind is kind


def part(name: str, content: bytes, *, more: str = "", headers: str = "") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n{headers}\r\n'
    return head.encode() + content + b"\r\n"


END = b"--b--\r\n"


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (part("name", b"Rex") + END, {"name": "Rex"}),
        (part("name", "é".encode()) + part("age", b"7") + END, {"name": "é", "age": 7}),
        (part("name", b"a") + part("tags", b"x") + part("tags", b"y") + END, {"name": "a", "tags": ["x", "y"]}),
        (part("name", b"\x00\xff", more='; filename="f"', headers="Content-Type: image/png\r\n") + END,
         {"name": "\0\xff"}),
        (part("name", b"a") + part("home", b'{"city": "Ulm"}', headers="Content-Type: application/json\r\n") + END,
         {"name": "a", "home": {"city": "Ulm"}}),
    ],
)  # fmt: skip
def test_multipart(body: bytes, value: Any) -> None:
    assert payload({MULTIPART: PET}, body, WITH_BOUNDARY) == value


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (part("name", b"Rex") + END, MULTIPART),
        (part("name", b"Rex") + END, f"{MULTIPART}; boundary="),
        (part("name", b"Rex") + END, f"{MULTIPART}; boundary={'x' * 5_000}"),
        (b"nothing of the kind", WITH_BOUNDARY),
        (b"--b\r\nbroken header\x00\r\n\r\nx\r\n--b--\r\n", WITH_BOUNDARY),
        (b"".join(part(f"f{number}", b"") for number in range(1_500)) + END, WITH_BOUNDARY),
    ],
)
def test_invalid_multipart(body: bytes, content_type: str) -> None:
    assert refusal({MULTIPART: PET}, body, content_type).kind is FailureKind.MALFORMED_BODY


def test_multipart_without_an_end() -> None:
    failure = refusal({MULTIPART: PET}, part("age", b"7"), WITH_BOUNDARY)
    assert failure.kind in {FailureKind.INVALID_BODY, FailureKind.MALFORMED_BODY}


# ---------------------------------------------------------------------- any body

ALL = request_body({JSON: PET, FORM: PET, MULTIPART: PET, "text/plain": PET, "*/*": PET}, required=False)
SENT = st.sampled_from([None, JSON, FORM, WITH_BOUNDARY, MULTIPART, "text/plain", "image/png", "a", "", "é/ß; =\x00"])
PIECES = st.sampled_from([b"{", b"}", b'"', b"\\", b"name", b"=", b"&", b"%", b"--b", b"\r\n", b"--", b":", b"\x00"])


@given(st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=30).map(b"".join)), SENT)
def test_any_body_is_parsed_or_refused(body: bytes, content_type: str | None) -> None:
    made = send(ALL, body, content_type)
    assert isinstance(made, RequestContext) or made.kind in {
        FailureKind.UNSUPPORTED_MEDIA_TYPE,
        FailureKind.MALFORMED_BODY,
        FailureKind.INVALID_BODY,
    }
