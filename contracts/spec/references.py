"""Bundling: every file that a document refers to embedded in its one tree, every reference made internal.

A reference is a URI reference (OpenAPI 3.1.1, section 4.8.23; RFC 3986) that is resolved against the file that holds
it. The document comes from somebody else, so what it may read is bounded: see :func:`is_within_reach`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.spec.document import child_pointer, split_pointer, walk
from contracts.spec.shapes import Visit, pointer_of, trail_to, visit
from contracts.spec.source import Source, read_source

EXTERNAL = "x-external"
"""The key of the tree under which the other files stand, each whole, under a name made of its own."""

FRAGMENT_SAFE = "/!$&'()*+,;=:@?"
"""What stays as it is in a fragment besides letters, digits and ``-._~`` (RFC 3986, section 3.5)."""

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
SLUG = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(eq=False)
class Part:
    """One file of the document.

    :param path: absolute; ``None`` for a document given as a mapping.
    :param prefix: pointer of its root in the bundled tree, ``""`` for the document's own.
    """

    path: Path | None
    source: Source
    prefix: str


@dataclass(eq=False)
class Bundle:
    """The tree of a document while its files are brought together.

    :param parts: the files in the order in which they were met, the root first.
    :param findings: references that lead nowhere, files that cannot be read.
    """

    parts: list[Part]
    findings: list[Finding] = field(default_factory=list)
    _by_path: dict[Path, Part | None] = field(default_factory=dict)
    _rewritten: set[int] = field(default_factory=set)
    _owner: dict[int, Part] = field(default_factory=dict)

    @property
    def root(self) -> Part:
        return self.parts[0]

    def locate(self, pointer: str) -> Location:
        """The place of a pointer of the bundled tree, in the file it came from."""
        for part in self.parts[1:]:
            if pointer == part.prefix or pointer.startswith(part.prefix + "/"):
                return part.source.locate(pointer[len(part.prefix) :])
        return self.root.source.locate(pointer)


def bundle(source: Source, path: Path | None) -> Bundle:
    """Embed all files that a document refers to, in place.

    :param source: the root file; its tree must be a mapping.
    :param path: its path, from which relative references start; ``None`` where it has none.
    """
    result = Bundle([Part(path and path.resolve(), source, "")])
    if result.root.path:
        result._by_path[result.root.path] = result.root
    _Bundler(result).run()
    return result


class _Bundler:
    """Follows the references of one document."""

    def __init__(self, result: Bundle) -> None:
        self.result = result
        self.by_path = result._by_path
        self.rewritten: dict[int, Visit | None] = {}

    def run(self) -> None:
        root = self.result.root
        for _ in visit(Visit("document", root.source.tree, (), ""), self.follow):
            pass

    def follow(self, here: Visit) -> Visit | None:
        """Make the reference of an object internal; what it refers to."""
        reference = here.node["$ref"]
        pointer = pointer_of(here.trail)
        if id(here.node) in self.rewritten:
            target = unquote(reference.removeprefix("#"))
        else:
            found = self.resolve(reference, self.part_of(pointer), child_pointer(pointer, "$ref"))
            self.rewritten[id(here.node)] = None
            if found is None:
                return None
            target = found
            here.node["$ref"] = "#" + quote(target, safe=FRAGMENT_SAFE)
        tree = self.result.root.source.tree
        node = walk(tree, target)
        return Visit(here.kind, node, trail_to(split_pointer(target)), here.kind) if isinstance(node, dict) else None

    def part_of(self, pointer: str) -> Part:
        for part in self.result.parts[1:]:
            if pointer.startswith(part.prefix + "/") or pointer == part.prefix:
                return part
        return self.result.root

    def resolve(self, reference: str, part: Part, pointer: str) -> str | None:
        """The pointer in the bundled tree that a reference means, or ``None`` with a finding."""
        file, _, fragment = reference.partition("#")
        target = self.file(unquote(file), part, pointer) if file else part
        if target is None:
            return None
        inner = unquote(fragment)
        try:
            walk(target.source.tree, inner)
        except KeyError:
            where = f" in {target.source.name}" if target is not part else ""
            self.report("unresolved-reference", pointer, f"nothing stands at '#{inner}'{where}", "check the spelling")
            return None
        return target.prefix + inner

    def file(self, name: str, part: Part, pointer: str) -> Part | None:
        if SCHEME.match(name):
            self.report("remote-reference", pointer, f"remote reference {name!r}", "save it as a file beside this one")
            return None
        if part.path is None or self.result.root.path is None:
            hint = "load the document from its file"
            self.report("unresolved-reference", pointer, "a document given as a mapping has no folder", hint)
            return None
        path = Path(os.path.normpath(part.path.parent / name)).resolve()
        if path not in self.by_path:
            self.by_path[path] = self.embed(path, pointer)
        return self.by_path[path]

    def embed(self, path: Path, pointer: str) -> Part | None:
        root = self.result.root
        folder = Path(root.source.name).parent
        shown = os.path.normpath(folder / os.path.relpath(path, root.path.parent if root.path else "."))
        try:
            source = read_source(path, shown)
        except DocumentError as error:
            self.result.findings.extend(error.findings)
            return None
        self.result.findings.extend(source.findings)
        external = root.source.tree.setdefault(EXTERNAL, {})
        slug = _free(SLUG.sub("-", path.name), external)
        external[slug] = source.tree
        part = Part(path, source, child_pointer("", EXTERNAL, slug))
        self.result.parts.append(part)
        return part

    def report(self, rule: str, pointer: str, message: str, hint: str) -> None:
        finding = Finding(rule, Severity.ERROR, self.result.locate(pointer), message, hint)
        self.result.findings.append(finding)


def _free(name: str, taken: dict[str, Any]) -> str:
    names = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in names if candidate not in taken)
