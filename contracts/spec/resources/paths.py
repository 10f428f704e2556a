"""Path templates as collections, items and actions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_PARAMETER = re.compile(r"\{([^{}]+)\}")
_EXTENSION = re.compile(r"\.(?:json|xml|yaml|csv|\{[^{}]+\})\Z")
"""A suffix that selects a format: ``/pets.json``, ``/pets/{id}.{format}``."""

_VERB = re.compile(r"(?P<segment>.+):(?P<verb>[A-Za-z][\w-]*)\Z")
"""A custom method at the end of a path, e.g. ``/books/{id}:publish`` (AIP-136)."""


@dataclass(frozen=True)
class PathTemplate:
    """A path template without trailing slash, format extension and custom method.

    :param segments: the segments between slashes; the first is not empty unless the path is ``/``.
    :param verb: the custom method after a colon, or ``""``.
    """

    segments: tuple[str, ...]
    verb: str = ""

    @cached_property
    def template(self) -> str:
        """The path template, e.g. ``/pets/{id}``."""
        return "/" + "/".join(self.segments)

    @cached_property
    def key(self) -> str:
        """The path template without the names of parameters: ``/pets/{}`` for ``/pets/{id}`` and ``/pets/{petId}``."""
        return _PARAMETER.sub("{}", self.template)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""
        return tuple(_PARAMETER.findall(self.template))

    @cached_property
    def parameter(self) -> str:
        """The parameter that is the last segment; ``""`` if the last segment is not a parameter."""
        match = _PARAMETER.fullmatch(self.segments[-1]) if self.segments else None
        return match[1] if match else ""

    @cached_property
    def last(self) -> str:
        """The last segment that is not a parameter; ``""`` if there is none."""
        return next((segment for segment in reversed(self.segments) if "{" not in segment), "")

    def parent(self, levels: int = 1) -> PathTemplate:
        """The path without its last segments."""
        return PathTemplate(self.segments[:-levels] if levels else self.segments)

    @cached_property
    def items(self) -> tuple[PathTemplate, ...]:
        """The prefixes that end in a parameter, the outermost first; the path itself included."""
        prefixes = (PathTemplate(self.segments[:length]) for length in range(1, len(self.segments) + 1))
        return tuple(prefix for prefix in prefixes if prefix.parameter)


@lru_cache(maxsize=4096)
def parse_path(path: str) -> PathTemplate:
    """Parse a path template of a document."""
    path = _EXTENSION.sub("", path.rstrip("/"))
    match = _VERB.fullmatch(path)
    verb = match["verb"] if match and "/" not in match["verb"] else ""
    path = path.removesuffix(f":{verb}") if verb else path
    return PathTemplate(tuple(path.lstrip("/").split("/")) if path else (), verb)
