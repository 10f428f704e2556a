"""assets."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from mockserver.http import Answer, RawHeader

OWN = Path(__file__).parent / "static"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".png": "image/png",
}

SWAGGER_UI_FILES = (
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "swagger-ui-standalone-preset.js",
    "favicon-16x16.png",
    "favicon-32x32.png",
)
"""What we serve of the package: Swagger UI 5 itself, not the editor that lies beside it."""

OWN_FILES = ("index.css", "index.js", "ui.css", "ui.html", "ui.js")


@cache
def _directories() -> dict[str, Path]:
    """Where each file that we serve lies; a name that is not here is served from nowhere."""
    found = find_spec("swagger_ui")  # its modules import web frameworks; only its folder is wanted
    package = Path(found.origin).parent / "static" if found and found.origin else OWN
    return dict.fromkeys(SWAGGER_UI_FILES, package) | dict.fromkeys(OWN_FILES, OWN)


@cache
def _read(name: str) -> tuple[bytes, bytes] | None:
    """A file's bytes and its entity tag; ``None`` where we serve no such file."""
    directory = _directories().get(name)
    if directory is None:
        return None
    content = (directory / name).read_bytes()
    return content, b'"%s"' % hashlib.blake2b(content, digest_size=12).hexdigest().encode()


def asset(name: str, if_none_match: str, headers: list[RawHeader]) -> Answer | None:
    """Answer with a file, or 304 where the client has it already (RFC 9110, section 13.1.2); ``None``: no such file.

    :param headers: to send besides, e.g. a content security policy.
    """
    found = _read(name)
    if found is None:
        return None
    content, tag = found
    # Revalidated each time: another version of ours may answer on the same port a minute later.
    headers = [(b"etag", tag), (b"cache-control", b"no-cache"), *headers]
    if tag.decode() in (part.strip().removeprefix("W/") for part in if_none_match.split(",")):
        return Answer(304, headers=headers)
    return Answer(200, content, _TYPES[Path(name).suffix], headers)


@cache
def _template() -> Template:
    # autoescape: everything that comes from a document or a request is text, never markup and never a template.
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("index.html.jinja")


def render_index(data: dict[str, Any]) -> bytes:
    """Render the index from its data."""
    return _template().render(data).encode("utf-8", "replace")
