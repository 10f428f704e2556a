"""Parts of form bodies."""

from __future__ import annotations

import contracts
from contracts.messages import Request
from mockserver.mutation.form_bodies import MULTIPART, URLENCODED, Part, form_media, form_parts, parse_form, with_form
from tests.mockserver.mutation.library import library

PARTS = [Part("note", "é & + x".encode()), Part("file", b"a\r\nb\xff", "日本語.txt", "text/plain"), Part("note", b"")]


def test_multipart_is_parsed_as_it_was_encoded():
    request = with_form(Request("POST", "/x", (("content-type", MULTIPART),)), PARTS)
    assert parse_form(request) == PARTS


def test_urlencoded_is_parsed_as_it_was_encoded():
    request = with_form(Request("POST", "/x", (("content-type", URLENCODED),)), [PARTS[0], PARTS[2]])
    assert request.body == b"note=%C3%A9+%26+%2B+x&note="
    assert parse_form(request) == [PARTS[0], PARTS[2]]


def test_other_bodies_have_no_parts():
    assert parse_form(Request("POST", "/x", (("content-type", "application/json"),), b"{}")) is None
    assert parse_form(Request("POST", "/x", (("content-type", MULTIPART),), b"{}")) is None


def test_files_and_arrays_of_a_schema():
    media = form_media(contracts.load(library()).operation("upload"))
    parts = form_parts(media, {"file": "x", "extra": ["y", "z"], "labels": ["a", "b"], "note": "n"})
    assert [(one.name, one.file_name is not None) for one in parts] == [
        ("file", True), ("extra", True), ("extra", True), ("labels", False), ("labels", False), ("note", False)
    ]  # fmt: skip
