"""Uploaded content of items, stored byte for byte."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """A file.

    :param media_type: its ``Content-Type``.
    :param name: its file name, or ``""``.
    """

    data: bytes
    media_type: str = "application/octet-stream"
    name: str = ""


def encode_content(content: Content) -> bytes:
    """Return the stored bytes: media type, file name, and data, each on a line of its own."""
    head = "\n".join(part.replace("\n", " ") for part in (content.media_type, content.name))
    return head.encode() + b"\n" + content.data


def decode_content(stored: bytes) -> Content:
    """Return the content in stored bytes."""
    media_type, name, data = stored.split(b"\n", 2)
    return Content(data, media_type.decode(), name.decode())
