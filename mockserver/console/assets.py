"""The files and the templates of our pages: Swagger UI from the package ``swagger_ui``, and our own files."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.escaping import printable_html
from mockserver.http.messages import MockResponse, RawHeader

if TYPE_CHECKING:
    from jinja2 import Template

OWN = Path(__file__).parent / "static"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}

SWAGGER_UI_FILES = (
    "swagger-ui.css",
    "swagger-ui-bundle.js",
    "swagger-ui-standalone-preset.js",
    "favicon-16x16.png",
    "favicon-32x32.png",
)
"""The served files of the package: Swagger UI 5 without the editor that the package also contains."""

OWN_FILES = ("index.css", "index.js", "oauth.css", "ui.css", "ui.html", "ui.js")


CONSOLE = "console/"
"""Folder of the files of the console; ``vendor`` in it has the library, with its licences."""

FOLDERS = (CONSOLE, "redoc/")
"""Folders whose files are all served."""


@cache
def _directories() -> dict[str, Path]:
    """Return the folder of each served file by its name, which begins with that of its folder: ``console/app.js``."""
    found = find_spec("swagger_ui")  # not imported, since its modules import web frameworks
    package = Path(found.origin).parent / "static" if found and found.origin else OWN
    files = (file for folder in FOLDERS for file in (OWN / folder).rglob("*") if file.suffix in _TYPES)
    below = (file.relative_to(OWN).as_posix() for file in files)
    return dict.fromkeys(SWAGGER_UI_FILES, package) | dict.fromkeys((*OWN_FILES, *below), OWN)


@cache
def console_modules() -> list[str]:
    """Return the names of the scripts of the console, relative to its folder."""
    return sorted(
        name.removeprefix(CONSOLE) for name in _directories() if name.startswith(CONSOLE) and name.endswith(".js")
    )


@cache
def _read(name: str) -> tuple[bytes, bytes] | None:
    """Return the content and entity tag of a file, or ``None`` if it is not served."""
    directory = _directories().get(name)
    if directory is None:
        return None
    content = (directory / name).read_bytes()
    return content, b'"%s"' % hashlib.blake2b(content, digest_size=12).hexdigest().encode()


def asset(name: str, if_none_match: str, headers: list[RawHeader]) -> MockResponse | None:
    """Return a file, or 304 if the client has it (RFC 9110, section 13.1.2); ``None`` if it is not served.

    :param headers: additional headers, e.g. a content security policy.
    """
    found = _read(name)
    if found is None:
        return None
    content, tag = found
    # Always revalidate: a different version of casemock may run on the same port later.
    headers = [(b"etag", tag), (b"cache-control", b"no-cache"), *headers]
    if tag.decode() in (part.strip().removeprefix("W/") for part in if_none_match.split(",")):
        return MockResponse(304, headers=headers)
    return MockResponse(200, content, _TYPES[Path(name).suffix], headers)


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (only these pages need it)

    # autoescape: strings from documents and requests are never markup.
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=printable_html
    )
    return environment.get_template(name)


def render(template: str, data: dict[str, Any]) -> bytes:
    """Render a page: ``commands`` from the data of the index, or ``console``."""
    return _template(f"{template}.html.jinja").render(data).encode("utf-8", "replace")
