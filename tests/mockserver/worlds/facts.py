"""Reads the facts files of ``tests/documents/worlds``; its README describes their keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[2] / "documents" / "worlds"

SAVED_VALUE = re.compile(r"\{(\w+)\}")
"""A saved value in a string."""

FILE = {"style", "headers", "steps"}
STEP = {"request", "walk", "pages", "headers", "body", "form", "files", "raw", "expect", "save"}
BODIES = ("body", "form", "files", "raw")
PART = {"name", "type", "text", "base64"}
RAW = {"type", "text", "base64"}
ABOUT_BODY = {"body", "at", "has", "absent", "length", "at_most", "every", "includes", "excludes", "sorted"}
EXPECT = ABOUT_BODY | {"status", "header", "content"}
PAGES = {"items", "id", "next", "more", "last", "total", "at_most"}


class FactsError(ValueError):
    """A facts file is not valid."""


@dataclass(frozen=True)
class Step:
    """One request, or one walk through all pages of a list, with the expected facts.

    :param number: position in the file, from 1.
    :param target: path and query; may contain saved values.
    :param pages: how to walk, or ``None`` for a single request.
    :param content: the body of the request: the keys ``body``, ``form``, ``files`` and ``raw``.
    """

    number: int
    method: str
    target: str
    pages: Mapping[str, Any] | None
    headers: Mapping[str, str]
    content: Mapping[str, Any]
    expect: Mapping[str, Any]
    save: Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """A facts file."""

    style: str
    headers: Mapping[str, str]
    steps: tuple[Step, ...] = field(repr=False)


def world_names() -> list[str]:
    """Return the names of all folders with a document."""
    return sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


def document_of(name: str) -> Path:
    """Return the path of the document of a world."""
    return next(path for path in sorted((FOLDER / name).iterdir()) if path.stem == "openapi")


def read_facts(name: str) -> Facts:
    """Return the facts of a world."""
    return parse_facts(yaml.safe_load((FOLDER / name / "facts.yaml").read_text(encoding="utf-8")))


def parse_facts(tree: Any) -> Facts:
    """Return the facts in a parsed file.

    :raises FactsError: for an unknown or missing key, or a value that no earlier step saves, with the location.
    """
    _require(tree, FILE, "file", ("style", "steps"))
    steps = tuple(_step(number, node) for number, node in enumerate(tree["steps"], 1))
    _check_saved(steps)
    return Facts(tree["style"], tree.get("headers", {}), steps)


def _step(number: int, node: Any) -> Step:
    where = f"step {number}"
    _require(node, STEP, where, ("expect",))
    if ("request" in node) is ("walk" in node) or ("walk" in node) is not ("pages" in node):
        raise FactsError(f"{where}: requires either request, or walk and pages")
    _check_content(node, where)
    _check_expect(node, where)
    method, _, target = str(node.get("request") or f"GET {node['walk']}").partition(" ")
    content = {key: node[key] for key in BODIES if key in node}
    save = node.get("save", {})
    return Step(number, method, target, node.get("pages"), node.get("headers", {}), content, node["expect"], save)


def _check_content(node: Mapping[str, Any], where: str) -> None:
    _require(node.get("raw", {}), RAW, f"{where}, raw")
    for name, part in node.get("files", {}).items():
        _require(part, PART, f"{where}, files, {name}")


def _check_expect(node: Mapping[str, Any], where: str) -> None:
    _require(node["expect"], ABOUT_BODY if "walk" in node else EXPECT, f"{where}, expect")
    if "walk" in node:
        _require(node["pages"], PAGES, f"{where}, pages", ("items", "next"))
    elif "status" not in node["expect"]:
        raise FactsError(f"{where}, expect: status is missing")


def _require(node: Any, known: set[str], where: str, required: Iterable[str] = ()) -> None:
    if not isinstance(node, Mapping):
        raise FactsError(f"{where}: not a mapping")
    for name in node:
        if name not in known:
            raise FactsError(f"{where}: unknown key {name!r}; known keys: {', '.join(sorted(known))}")
    for name in required:
        if name not in node:
            raise FactsError(f"{where}: {name} is missing")


def _check_saved(steps: Iterable[Step]) -> None:
    known: set[str] = set()
    for step in steps:
        for text in _strings([step.target, dict(step.headers), dict(step.content), dict(step.expect)]):
            for name in SAVED_VALUE.findall(text):
                if name not in known:
                    raise FactsError(f"step {step.number}: no earlier step saves {name!r}")
        known.update(step.save)


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _strings(child)
