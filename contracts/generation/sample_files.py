"""Small valid files by content type, always the same bytes."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable

from contracts.generation.media_types import essence


def sample_bytes(media_type: str, number: int = 0) -> bytes:
    """Return a file of a content type; of an unknown one, a text.

    :param number: different numbers give different content, if the type allows it.
    """
    return _TYPES.get(essence(media_type), ("", _text))[1](number)


def file_extension(media_type: str) -> str:
    """Return the extension of the files of a content type, without a dot."""
    kind = essence(media_type)
    return _TYPES[kind][0] if kind in _TYPES else "txt" if kind.startswith("text/") else "bin"


def _text(number: int) -> bytes:
    return f"sample file {number}\n".encode()


def _png(number: int) -> bytes:
    """Return an image of one pixel (PNG specification, section 5)."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(bytes([0, number % 256, 0, 0]), 9)
    chunks = ((b"IHDR", header), (b"IDAT", pixel), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, *zip(*chunks, strict=True)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _gif(_: int) -> bytes:
    return b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def _jpeg(_: int) -> bytes:
    return b64decode(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP////////////////////////////////////////////////////////////////////////"
        "//////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
    )


def _webp(_: int) -> bytes:
    return b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")


def _svg(number: int) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>{number}</title></svg>'.encode()


def _pdf(number: int) -> bytes:
    """Return an empty page with a cross-reference table (ISO 32000-1, section 7.5)."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d 72]>>" % (72 + number),
    )
    text, offsets = b"%PDF-1.4\n", []
    for index, body in enumerate(objects, 1):
        offsets.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (index, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(text)
    return text + b"xref\n0 4\n0000000000 65535 f \n" + table + end


def _wav(number: int) -> bytes:
    """Return eight samples of silence, 8 bits, mono (RIFF WAVE)."""
    data = bytes([128 + number % 16]) * 8
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _zip(number: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo("sample.txt", (1980, 1, 1, 0, 0, 0)), _text(number))
    return target.getvalue()


def _gzip(number: int) -> bytes:
    return gzip.compress(_text(number), mtime=0)


def _csv(number: int) -> bytes:
    return f"id,name\r\n{number},sample\r\n".encode()


def _json(number: int) -> bytes:
    return f'{{"sample": {number}}}'.encode()


def _xml(number: int) -> bytes:
    return f"<sample>{number}</sample>".encode()


_TYPES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "application/gzip": ("gz", _gzip),
    "application/json": ("json", _json),
    "application/pdf": ("pdf", _pdf),
    "application/xml": ("xml", _xml),
    "application/zip": ("zip", _zip),
    "application/x-gzip": ("gz", _gzip),
    "application/x-pdf": ("pdf", _pdf),
    "application/x-zip-compressed": ("zip", _zip),
    "audio/wav": ("wav", _wav),
    "audio/x-wav": ("wav", _wav),
    "image/gif": ("gif", _gif),
    "image/jpeg": ("jpg", _jpeg),
    "image/jpg": ("jpg", _jpeg),
    "image/png": ("png", _png),
    "image/svg+xml": ("svg", _svg),
    "image/webp": ("webp", _webp),
    "text/csv": ("csv", _csv),
    "text/xml": ("xml", _xml),
}
"""Extension and content by content type."""
