"""Files in request bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.generation.sample_files import file_extension, sample_bytes
from contracts.spec.names import words


@dataclass(frozen=True)
class FileContent:
    """A file as the value of a form field or of a body.

    :param name: the file name; ``""`` for none.
    """

    data: bytes
    name: str = ""
    media_type: str = "application/octet-stream"


def sample_file(media_type: str, number: int = 0) -> FileContent:
    """Return a file of a content type; of an unknown one, a text.

    :param number: different numbers give different content, if the type allows it.
    """
    return FileContent(sample_bytes(media_type, number), f"sample-{number}.{file_extension(media_type)}", media_type)


def file_type(names: str, encoding: Mapping[str, Any], keyword: str) -> str:
    """Return the content type of a file in a form.

    :param names: the name of the property.
    :param encoding: its encoding object, whose ``contentType`` takes precedence.
    :param keyword: ``contentMediaType`` of its schema; ``""`` if missing.
    """
    documented = str(encoding.get("contentType", "")).partition(",")[0].strip()
    if documented and "*" not in documented:
        return documented
    if documented.startswith("image/") or (not documented and _IMAGES & set(words(names))):
        return "image/png"
    if documented.startswith("text/"):
        return "text/plain"
    return keyword or "application/octet-stream"


_IMAGES = frozenset({"image", "images", "photo", "photos", "picture", "avatar", "logo", "icon", "thumbnail", "banner"})
"""Words in names of properties whose file is an image."""
