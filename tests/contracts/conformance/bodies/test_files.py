"""Sample files are valid and always the same."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from xml.etree import ElementTree as ET

import pytest

from contracts.conformance.bodies.files import file_type, sample_file
from contracts.generation.media_types import BINARY


def test_a_png_has_correct_checksums() -> None:
    data = sample_file("image/png").data
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    at, kinds = 8, []
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        chunk = data[at + 4 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(chunk)
        kinds.append(chunk[:4])
        at += 12 + length
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]


def test_a_pdf_has_correct_offsets() -> None:
    data = sample_file("application/pdf", 3).data
    start = int(data.rpartition(b"startxref\n")[2].split()[0])
    assert data[start:].startswith(b"xref\n")
    offsets = [int(line[:10]) for line in data[start:].splitlines()[3:6]]
    assert [data[offset : offset + 7] for offset in offsets] == [b"1 0 obj", b"2 0 obj", b"3 0 obj"]


def test_archives_can_be_read() -> None:
    assert gzip.decompress(sample_file("application/gzip", 2).data) == b"sample file 2\n"
    assert zipfile.ZipFile(io.BytesIO(sample_file("application/zip", 2).data)).read("sample.txt") == b"sample file 2\n"


def test_texts_can_be_parsed() -> None:
    assert json.loads(sample_file("application/json", 1).data) == {"sample": 1}
    assert ET.fromstring(sample_file("image/svg+xml", 1).data).tag.endswith("svg")


@pytest.mark.parametrize(
    ("kind", "magic"), [("image/gif", b"GIF89a"), ("image/jpeg", b"\xff\xd8\xff"), ("image/webp", b"RIFF")]
)
def test_magic_numbers(kind: str, magic: bytes) -> None:
    assert sample_file(kind).data.startswith(magic)


@pytest.mark.parametrize("kind", sorted(BINARY))
def test_samples_are_always_the_same(kind: str) -> None:
    assert sample_file(kind, 4) == sample_file(kind, 4)


def test_file_names_have_the_extension_of_the_type() -> None:
    names = [sample_file(kind, 2).name for kind in ("image/jpeg; q=1", "text/markdown", "application/x-unknown")]
    assert names == ["sample-2.jpg", "sample-2.txt", "sample-2.bin"]


@pytest.mark.parametrize(
    ("name", "encoding", "keyword", "expected"),
    [
        ("file", {}, "", "application/octet-stream"),
        ("file", {}, "application/pdf", "application/pdf"),
        ("file", {"contentType": "image/jpeg, image/png"}, "", "image/jpeg"),
        ("file", {"contentType": "image/*"}, "", "image/png"),
        ("file", {"contentType": "text/*"}, "", "text/plain"),
        ("profilePhoto", {}, "application/octet-stream", "image/png"),
        ("photo", {"contentType": "application/pdf"}, "", "application/pdf"),
    ],
)
def test_type_of_a_file_in_a_form(name: str, encoding: dict[str, str], keyword: str, expected: str) -> None:
    assert file_type(name, encoding, keyword) == expected
