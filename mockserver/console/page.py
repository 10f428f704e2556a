"""The index as a page for people."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template


@cache
def _template() -> Template:
    # autoescape: everything that comes from a document or a request is text, never markup and never a template.
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("index.html.jinja")


def render_index(data: dict[str, Any]) -> bytes:
    """Render the index from its data."""
    return _template().render(data).encode("utf-8", "replace")
