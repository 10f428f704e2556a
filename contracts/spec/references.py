"""Bundling: every file that a document refers to embedded in its one tree, every reference made internal.

A reference is a URI reference (OpenAPI 3.1, "Reference Object"; RFC 3986), resolved against the file that holds it: a
JSON pointer or the name of an ``$anchor`` in its fragment, or the very ``$id`` of a schema in the same file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from contracts.errors import DocumentError
from contracts.findings import NO_LINE, Finding, Line, Location, Severity
from contracts.spec.pointers import child_pointer, walk
from contracts.spec.reach import is_within_reach
from contracts.spec.shapes import DOCUMENT, Kind
from contracts.spec.source import Source, read_source
from contracts.spec.traversal import Reference, Visit, arrival, references, visit

EXTERNAL = "x-external"
"""The key of the tree under which the other files stand, each whole, under a name made of its own."""

FRAGMENT_SAFE = "/!$&'()*+,;=:@?"
"""What stays as it is in a fragment besides letters, digits and ``-._~`` (RFC 3986, section 3.5)."""

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
NO_SLUG = re.compile(r"[^A-Za-z0-9._-]+")
MOST_FILES = 2000

DATA = frozenset({"example", "examples", "default", "enum", "const", "value"})
"""Fields that hold data, in which nothing is a name."""


@dataclass(eq=False)
class Part:
    """One file of the document.

    :param path: absolute, symbolic links resolved; ``None`` for a document given as a mapping.
    :param prefix: pointer of its root in the bundled tree, ``""`` for the document's own.
    """

    path: Path | None
    source: Source
    prefix: str

    @property
    def named_schemas(self) -> dict[str, Any]:
        """The schemas under ``components/schemas`` of this file."""
        try:
            schemas = walk(self.source.tree, "/components/schemas")
        except KeyError:
            return {}
        return schemas if isinstance(schemas, dict) else {}


@dataclass(eq=False)
class Bundle:
    """The tree of a document with all its files.

    :param parts: the files in the order in which they were met, the root first.
    :param findings: references that lead nowhere, files that cannot be read.
    :param visits: the walk over all of it.
    :param edges: each reference that leads somewhere: who holds it, it, and the pointer and value that it leads to.
    """

    parts: list[Part]
    findings: list[Finding] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    edges: list[tuple[Visit, Reference, str, Any]] = field(default_factory=list)
    by_prefix: dict[str, Part] = field(default_factory=dict)

    @property
    def root(self) -> Part:
        """The file that the user named."""
        return self.parts[0]

    def part_of(self, pointer: str) -> Part:
        """The file that a pointer of the bundled tree comes from."""
        return self.by_prefix.get("/".join(pointer.split("/", 3)[:3]), self.root)

    def locate(self, pointer: str) -> Location:
        """The place of a pointer of the bundled tree, in the file it came from."""
        part = self.part_of(pointer)
        return part.source.locate(pointer[len(part.prefix) :])

    def line_of(self, location: Location) -> Line:
        """The line of the text that a location is on."""
        source = next((part.source for part in self.parts if part.source.name == location.file), None)
        return source.line(location) if source else NO_LINE


def bundle(source: Source, path: Path | None, kind: Kind = DOCUMENT) -> Bundle:
    """Embed all files that a document refers to, in place.

    :param source: the root file; its tree must be a mapping.
    :param path: its path, from which relative references start; ``None`` where it has none.
    :param kind: of its root.
    """
    bundler = _Bundler(Part(path.resolve() if path else None, source, ""))
    bundler.result.visits = list(visit(Visit(kind, source.tree, (), ""), bundler.follow))
    return bundler.result


class _Bundler:
    """Follows the references of one document and rewrites them."""

    def __init__(self, root: Part) -> None:
        self.result = Bundle([root])
        self.root = root
        self.by_path: dict[Path, Part | None] = {root.path: root} if root.path else {}
        self.rewritten: dict[tuple[int, str], str | None] = {}
        self.identifiers: dict[Part, dict[str, str]] = {}

    def follow(self, here: Visit) -> Iterator[Visit]:
        """Make the references of an object internal; what they refer to."""
        for reference in references(here):
            key = (id(reference.holder), reference.key)
            if key not in self.rewritten:
                self.rewritten[key] = self.rewrite(reference)
            target = self.rewritten[key]
            if target is None:
                continue
            node = walk(self.root.source.tree, target)
            self.result.edges.append((here, reference, target, node))
            if isinstance(node, dict):
                yield arrival(reference, target, node)

    def rewrite(self, reference: Reference) -> str | None:
        part = self.result.part_of(reference.pointer)
        text = reference.text
        if reference.is_mapping:
            owner = next((owner for owner in (self.root, part) if text in owner.named_schemas), None)
            if owner:
                part, text = owner, "#" + quote(child_pointer("", "components", "schemas", text))
            elif not re.search(r"[/#]|\.(ya?ml|json)$", text):
                self.report("discriminator", reference, f"no schema is called {text!r}", Severity.WARNING)
                return None
        target = self.resolve(text, part, reference)
        if target is not None:
            reference.holder[reference.key] = "#" + quote(target, safe=FRAGMENT_SAFE)
        return target

    def resolve(self, text: str, part: Part, reference: Reference) -> str | None:
        """The pointer in the bundled tree that a reference means, or ``None`` with a finding."""
        file, _, fragment = text.partition("#")
        inner = unquote(fragment)
        if file and file in self.identifiers_of(part):
            inner = self.identifiers_of(part)[file] + inner
        elif file:
            found = self.file(unquote(file), part, reference)
            if found is None:
                return None
            part = found
        if inner and not inner.startswith("/"):
            inner = self.identifiers_of(part).get("#" + inner, inner)
        if self.stands(inner, part):
            return part.prefix + inner
        where = "" if not file else f" in {part.source.name}"
        self.report(
            "unresolved-reference", reference, f"nothing stands at '#{inner}'{where}", hint="check its spelling"
        )
        return None

    def stands(self, inner: str, part: Part) -> bool:
        if inner and not inner.startswith("/"):
            return False
        try:
            walk(part.source.tree, inner)
        except KeyError:
            return False
        return True

    def identifiers_of(self, part: Part) -> dict[str, str]:
        if part not in self.identifiers:
            self.identifiers[part] = identifiers(part.source.tree)
        return self.identifiers[part]

    def file(self, name: str, part: Part, reference: Reference) -> Part | None:
        """The file that a reference names, read and embedded when it is met first; ``None`` with a finding."""
        if SCHEME.match(name):
            hint = "save what it names as a file beside this one and refer to that"
            self.report("remote-reference", reference, f"remote reference to {name!r}", hint=hint)
            return None
        if part.path is None or self.root.path is None:
            message = f"no file {name!r}: a document given as a mapping has no folder"
            self.report("unresolved-reference", reference, message, hint="load the document from its file")
            return None
        if "\0" in name:
            self.report("unresolved-reference", reference, f"{name!r} is no name of a file", hint="check the path")
            return None
        try:
            path = Path(os.path.normpath(part.path.parent / name)).resolve()
        except RuntimeError:  # what pathlib says of links that lead in a circle
            message = f"{name!r} is a symbolic link that leads to itself"
            self.report("unresolved-reference", reference, message, hint="mend the link")
            return None
        if path in self.by_path:
            return self.by_path[path]
        problem = self.problem_of(path, name)
        if problem:
            self.report("unresolved-reference", reference, problem, hint="check the path")
            return None
        self.by_path[path] = self.embed(path, self.root.path.parent)
        return self.by_path[path]

    def problem_of(self, path: Path, name: str) -> str:
        if Path(name).is_absolute() or not self.root.path or not is_within_reach(path, self.root.path):
            return f"{name!r} is outside the folders that this document may read"
        if not path.is_file():
            return f"{name!r} is a folder, not a file" if path.is_dir() else f"no such file: {name!r}"
        return f"more than {MOST_FILES} files" if len(self.result.parts) >= MOST_FILES else ""

    def embed(self, path: Path, folder: Path) -> Part | None:
        shown = os.path.normpath(Path(self.root.source.name).parent / os.path.relpath(path, folder))
        try:
            source = read_source(path, shown).whole()
        except DocumentError as error:
            self.result.findings.extend(error.findings)
            return None
        self.result.findings.extend(source.findings)
        external = self.root.source.tree.setdefault(EXTERNAL, {})
        slug = _free(NO_SLUG.sub("-", path.name), external)
        external[slug] = source.tree
        part = Part(path, source, child_pointer("", EXTERNAL, slug))
        self.result.parts.append(part)
        self.result.by_prefix[part.prefix] = part
        return part

    def report(
        self, rule: str, reference: Reference, message: str, severity: Severity = Severity.ERROR, hint: str = ""
    ) -> None:
        self.result.findings.append(Finding(rule, severity, self.result.locate(reference.pointer), message, hint))


def _free(name: str, taken: dict[str, Any]) -> str:
    if name not in taken:
        return name
    return next(f"{name}-{number}" for number in range(2, len(taken) + 3) if f"{name}-{number}" not in taken)


def identifiers(tree: Any) -> dict[str, str]:
    """JSON pointers by name: ``#name`` for an ``$anchor`` or ``$dynamicAnchor``, the URI for an ``$id``.

    An ``$id`` is taken as it is written, and the base URI of what stands below stays that of the file (JSON Schema
    2020-12, section 8.2.1, would change it): that is what those who keep schemas in files mean.
    """
    found: dict[str, str] = {}
    stack: list[tuple[Any, str]] = [(tree, "")]
    while stack:
        node, pointer = stack.pop()
        if isinstance(node, list):
            stack.extend((item, child_pointer(pointer, index)) for index, item in enumerate(node))
        elif isinstance(node, dict):
            for keyword, sign in (("$anchor", "#"), ("$dynamicAnchor", "#"), ("$id", "")):
                name = node.get(keyword)
                if isinstance(name, str):
                    found.setdefault(sign + name, pointer)
            stack.extend((value, child_pointer(pointer, key)) for key, value in node.items() if key not in DATA)
    return found
