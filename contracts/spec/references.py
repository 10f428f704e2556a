"""Resolve references: embed all referenced files in one tree and make every reference internal.

A reference is a URI reference (OpenAPI 3.1, "Reference Object"; RFC 3986), resolved against the file that contains
it. Its fragment is a JSON pointer or the name of an ``$anchor``. It may also be the ``$id`` of a schema in the same
file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from contracts.errors import DocumentError
from contracts.findings import NO_LINE, Finding, Line, Location, Severity
from contracts.spec.object_model import DOCUMENT, Kind
from contracts.spec.pointers import child_pointer, walk
from contracts.spec.remote import MAX_REMOTE_FILES, absolute_url, is_url, read_remote
from contracts.spec.source import Folders, Source, may_reference, read_source
from contracts.spec.traversal import Reference, Visit, references, visit, visit_target
from contracts.wording import close_matches

EXTERNAL = "x-external"
"""Key of the tree that contains the other files, each complete, under a name derived from its file name."""

FRAGMENT_SAFE = "/!$&'()*+,;=:@?"
"""Characters that need no escaping in a fragment, besides letters, digits and ``-._~`` (RFC 3986, section 3.5)."""

Words = tuple[str, str]
"""Message and hint."""

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
NO_SLUG = re.compile(r"[^A-Za-z0-9._-]+")
MOST_FILES = 2000
"""Maximum number of files of a document."""

MOST_SUGGESTIONS = 100
"""Number of findings after which unresolved references get no suggestion, because each one is slow to compute."""

DATA = frozenset({"example", "examples", "default", "enum", "const", "value"})
"""Keys whose values are data, not schemas."""


@dataclass(eq=False)
class BundledFile:
    """One file of a document.

    :param path: absolute, symbolic links resolved; ``None`` for a document given as a mapping.
    :param prefix: JSON pointer of its root in the bundled tree; ``""`` for the root file.
    :param url: its URL, if it was read from one.
    """

    path: Path | None
    source: Source
    prefix: str
    url: str = ""

    def relative(self, uri: str) -> str:
        """A reference without fragment, relative to ``$self``, the URI of this file (OpenAPI 3.2, "OpenAPI Object").

        ``""`` if it leads to this file. References to files in the same folder become relative to it, as these files
        are probably where this one is; others are returned unchanged.
        """
        own = self.source.tree.get("$self") if isinstance(self.source.tree, dict) else None
        if not uri or not isinstance(own, str):
            return uri
        own = own.partition("#")[0]
        try:
            target = urljoin(own, uri)
        except ValueError:  # such as an unclosed bracket
            return uri
        folder = own[: own.rfind("/") + 1]
        if target == own:
            return ""
        return target[len(folder) :] if is_url(own) and target.startswith(folder) else uri

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
    """A document with all its files in one tree.

    :param parts: the files in the order in which they were found, the root file first.
    :param findings: unresolved references and unreadable files.
    :param visits: all objects of the document; see :func:`contracts.spec.traversal.visit`.
    :param edges: all resolved references; see :data:`contracts.spec.traversal.Edge`.
    :param by_prefix: the files by the prefix of their pointers, without the root file.
    """

    parts: list[BundledFile]
    findings: list[Finding] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    edges: list[tuple[Visit, Reference, str, Any]] = field(default_factory=list)
    by_prefix: dict[str, BundledFile] = field(default_factory=dict)

    @property
    def root(self) -> BundledFile:
        """The root file."""
        return self.parts[0]

    def part_of(self, pointer: str) -> BundledFile:
        """The file that contains a pointer of the bundled tree."""
        return self.by_prefix.get("/".join(pointer.split("/", 3)[:3]), self.root)

    def locate(self, pointer: str) -> Location:
        """The location of a pointer of the bundled tree in its file."""
        part = self.part_of(pointer)
        return part.source.locate(pointer[len(part.prefix) :])

    def line_of(self, location: Location) -> Line:
        """The source line of a location."""
        source = next((part.source for part in self.parts if part.source.name == location.file), None)
        return source.line(location) if source else NO_LINE


def bundle(
    source: Source,
    path: Path | None,
    kind: Kind = DOCUMENT,
    *,
    allow_remote: bool = False,
    allow_folders: Folders = (),
) -> Bundle:
    """Embed all files that a document references into its tree, in place.

    :param source: the root file; its tree must be a mapping.
    :param path: path of the root file, the base of relative references; ``None`` if it has none.
    :param kind: kind of the root object.
    :param allow_remote: whether ``http`` and ``https`` URLs are read. Relative references of a file with a URL are
        resolved against it.
    :param allow_folders: folders whose files may be read besides those of :func:`may_reference`.
    """
    url = source.name if allow_remote and is_url(source.name) else ""
    root = BundledFile(path.resolve() if path else None, source, "", url)
    folders = [Path(folder).resolve() for folder in allow_folders]
    bundler = _Bundler(root, allow_remote=allow_remote, folders=folders)
    bundler.result.visits = list(visit(Visit(kind, source.tree, (), ""), bundler.follow))
    return bundler.result


class _Bundler:
    """Resolves and rewrites the references of one document."""

    def __init__(self, root: BundledFile, *, allow_remote: bool, folders: Sequence[Path]) -> None:
        self.result = Bundle([root])
        self.root = root
        self.folders = folders
        self.allow_remote = allow_remote
        self.by_url: dict[str, BundledFile | None] = {root.url: root} if root.url else {}
        self.by_path: dict[Path, BundledFile | None] = {root.path: root} if root.path else {}
        self.rewritten: dict[tuple[int, str], str | None] = {}
        self.followed: set[tuple[int, Kind]] = set()
        self.resolved: dict[tuple[str, str, bool], tuple[str, str]] = {}  # also the internal reference
        self.identifiers: dict[BundledFile, dict[str, str]] = {}

    def follow(self, here: Visit) -> Iterator[Visit]:
        """Make the references of an object internal; yield their targets."""
        for reference in references(here):
            key = (id(reference.holder), reference.key)
            if key not in self.rewritten:
                self.rewritten[key] = self.rewrite(reference)
            target = self.rewritten[key]
            if target is None:
                continue
            node = walk(self.root.source.tree, target)
            self.result.edges.append((here, reference, target, node))
            if isinstance(node, dict) and (id(node), reference.kind) not in self.followed:
                self.followed.add((id(node), reference.kind))
                yield visit_target(reference, target, node)

    def rewrite(self, reference: Reference) -> str | None:
        part = self.result.part_of(reference.pointer) if self.result.by_prefix else self.root
        key = (part.prefix, reference.text, reference.is_mapping)
        if key not in self.resolved:  # most references have the same text as others
            target = self.target(reference, part)
            if target is None:
                return None
            self.resolved[key] = target, "#" + quote(target, safe=FRAGMENT_SAFE)
        target, internal = self.resolved[key]
        if internal != reference.text:  # equal strings would keep the memory of the visits around them
            reference.holder[reference.key] = internal
        return target

    def target(self, reference: Reference, part: BundledFile) -> str | None:
        """The pointer of a reference's target in the bundled tree, or ``None`` after reporting a finding."""
        uri = reference.text
        if reference.is_mapping:
            owner = next((owner for owner in (self.root, part) if uri in owner.named_schemas), None)
            if owner:
                part, uri = owner, "#" + quote(child_pointer("", "components", "schemas", uri))
            elif not re.search(r"[/#]|\.(ya?ml|json)$", uri):
                message, hint = f"mapping to unknown schema {uri!r}", "use a key of 'components/schemas' or a reference"
                self.report("discriminator", reference, message, hint, Severity.WARNING)
                return None
        return self.resolve(uri, part, reference)

    def resolve(self, uri: str, part: BundledFile, reference: Reference) -> str | None:
        """See :meth:`target`; ``uri`` is the reference, resolved against ``part``."""
        file, _, fragment = uri.partition("#")
        inner = unquote(fragment)
        file = part.relative(file)
        if file and file in self.identifiers_of(part):
            inner = self.identifiers_of(part)[file] + inner
        elif file:
            url = absolute_url(file, part.url) if self.allow_remote else ""
            found = self.remote_file(url, reference) if url else self.file(unquote(file), part, reference)
            if found is None:
                return None
            part = found
        if inner and not inner.startswith("/"):
            inner = self.identifiers_of(part).get("#" + inner, inner)
        if self.exists(inner, part):
            return part.prefix + inner
        where = f" in {part.source.name}" if file else ""
        self.report(
            "unresolved-reference", reference, f"'#{inner}' does not exist{where}", self.suggestion(inner, part)
        )
        return None

    def suggestion(self, inner: str, part: BundledFile) -> str:
        """A hint with the sibling of the target that has the most similar name."""
        parent, _, name = inner.rpartition("/")
        if parent and len(self.result.findings) < MOST_SUGGESTIONS and self.exists(parent, part):
            siblings = walk(part.source.tree, parent)
            close = close_matches(name, siblings, 1) if isinstance(siblings, dict) else []
            if close:
                return f"did you mean '#{child_pointer(parent, close[0])}'?"
        return "check the spelling"

    def exists(self, inner: str, part: BundledFile) -> bool:
        if inner and not inner.startswith("/"):
            return False
        try:
            walk(part.source.tree, inner)
        except KeyError:
            return False
        return True

    def identifiers_of(self, part: BundledFile) -> dict[str, str]:
        if part not in self.identifiers:
            self.identifiers[part] = identifiers(part.source.tree)
        return self.identifiers[part]

    def file(self, name: str, part: BundledFile, reference: Reference) -> BundledFile | None:
        """The file of a reference, read and embedded on first use; ``None`` after reporting a finding."""
        if SCHEME.match(name):
            message, hint = (
                f"remote reference {name!r} is not supported",
                "save it as a local file and refer to that file",
            )
            self.report("remote-reference", reference, message, hint)
            return None
        if part.path is None or self.root.path is None:
            message = f"cannot resolve {name!r}: a document given as a mapping has no base folder"
            self.report("unresolved-reference", reference, message, "load the document from a file")
            return None
        if "\0" in name:
            self.report("unresolved-reference", reference, f"{name!r} is not a valid file name", "check the path")
            return None
        try:
            path = Path(os.path.normpath(part.path.parent / name)).resolve()
        except RuntimeError:  # raised by pathlib for circular links
            self.report("unresolved-reference", reference, f"{name!r} is a circular symbolic link", "fix the link")
            return None
        if path in self.by_path:
            return self.by_path[path]
        problem = self.problem_of(path, name)
        if problem:
            self.report("unresolved-reference", reference, *problem)
            return None
        self.by_path[path] = self.embed(path, self.root.path.parent)
        return self.by_path[path]

    def remote_file(self, url: str, reference: Reference) -> BundledFile | None:
        """The file at a URL, read and embedded on first use; ``None`` after reporting a finding."""
        if url not in self.by_url:
            if sum(bool(part.url) for part in self.result.parts) >= MAX_REMOTE_FILES:
                message = f"the document references more than {MAX_REMOTE_FILES} remote files"
                self.report("unresolved-reference", reference, message, "save them as local files")
                return None
            self.by_url[url] = None
            try:
                source = read_remote(url).without_surrogates()
            except DocumentError as error:
                self.report("unresolved-reference", reference, f"{url}: {error.message}", error.hint)
                return None
            self.by_url[url] = self.add(BundledFile(None, source, "", url), Path(urlsplit(url).path).name or "remote")
        return self.by_url[url]

    def problem_of(self, path: Path, name: str) -> Words | None:
        """Message and hint if a file must not or cannot be read."""
        root = self.root.path
        if Path(name).is_absolute() or not root or not may_reference(path, root, self.folders):
            hint = "move it to the document's folder or repository, or allow its folder with --allow-folder"
            if Path(name).is_absolute():
                hint = "use a relative path to a file in the document's folder or repository"
            return f"{name!r} is outside the folders that this document may read", hint
        if not path.is_file():
            return f"{name!r} is a folder, not a file" if path.is_dir() else f"no such file: {name!r}", "check the path"
        if len(self.result.parts) >= MOST_FILES:
            return f"the document references more than {MOST_FILES} files", "combine some of them"
        return None

    def embed(self, path: Path, folder: Path) -> BundledFile | None:
        name = os.path.normpath(Path(self.root.source.name).parent / os.path.relpath(path, folder))
        try:
            source = read_source(path, name).without_surrogates()
        except DocumentError as error:
            self.result.findings.extend(error.findings)
            return None
        return self.add(BundledFile(path, source, ""), path.name)

    def add(self, part: BundledFile, name: str) -> BundledFile:
        """Put a file into the tree, below a key that is derived from its name."""
        self.result.findings.extend(part.source.findings)
        external = self.root.source.tree.setdefault(EXTERNAL, {})
        slug = _free(NO_SLUG.sub("-", name), external)
        external[slug] = part.source.tree
        part.prefix = child_pointer("", EXTERNAL, slug)
        self.result.parts.append(part)
        self.result.by_prefix[part.prefix] = part
        return part

    def report(
        self, rule: str, reference: Reference, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.result.findings.append(Finding(rule, severity, self.result.locate(reference.pointer), message, hint))


def _free(name: str, taken: dict[str, Any]) -> str:
    if name not in taken:
        return name
    return next(f"{name}-{number}" for number in range(2, len(taken) + 3) if f"{name}-{number}" not in taken)


def identifiers(tree: Any) -> dict[str, str]:
    """JSON pointers of schemas by name: ``#name`` for an ``$anchor`` or ``$dynamicAnchor``, the URI for an ``$id``.

    An ``$id`` is used as written and does not change the base URI of the subschemas, unlike in JSON Schema 2020-12,
    section 8.2.1: authors of schema files expect references to be relative to the file.
    """
    found: dict[str, str] = {}
    stack: list[tuple[Any, str]] = [(tree, "")]
    while stack:
        node, pointer = stack.pop()
        if isinstance(node, list):
            stack.extend((item, child_pointer(pointer, index)) for index, item in enumerate(node))
        elif isinstance(node, dict):
            for keyword, prefix in (("$anchor", "#"), ("$dynamicAnchor", "#"), ("$id", "")):
                name = node.get(keyword)
                if isinstance(name, str):
                    found.setdefault(prefix + name, pointer)
            stack.extend((value, child_pointer(pointer, key)) for key, value in node.items() if key not in DATA)
    return found
