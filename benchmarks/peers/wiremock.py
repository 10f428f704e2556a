"""WireMock with handwritten stubs, because it does not read OpenAPI documents."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from benchmarks.document import COLLECTION, UPDATE, Tree, example_case
from benchmarks.peers.npm import NpmPeer
from benchmarks.peers.peer import UnavailableError

_JSON = {"Content-Type": "application/json"}
_PATH = {"urlPathPattern": f"{COLLECTION}/[^/]+"}
_TOKEN = {"Authorization": {"matches": "(?i)Bearer so_(live|test)_[A-Za-z0-9]+"}}


class WireMock(NpmPeer):
    """The standalone server of WireMock on the installed Java."""

    name = "wiremock"
    lacks = "does not read OpenAPI: stubs, template and errors are handwritten for this benchmark; stores no writes"
    warm_up = 12.0

    def install(self, cache: Path) -> None:
        """Install the npm package, which contains the jar.

        :raises UnavailableError: if Java is missing."""
        if shutil.which("java") is None:
            raise UnavailableError("java is not installed: install a Java runtime (Debian: openjdk-17-jre-headless)")
        super().install(cache)

    def command(self, cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """Write the stubs; return the command."""
        jar = next((cache / "npm" / self.name).glob("node_modules/wiremock/build/*.jar"))
        folder = cache / "wiremock" / ("examples" if examples else "generated")
        _write_stubs(folder / "mappings", yaml.safe_load(document.read_text("utf-8")), examples=examples)
        listen = ["--port", str(port), "--bind-address", "127.0.0.1", "--root-dir", str(folder)]
        return ["java", "-jar", str(jar), *listen, "--no-request-journal", "--disable-banner"]


def _write_stubs(folder: Path, document: Tree, *, examples: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    success: Tree = {"status": 200, "headers": _JSON}
    success |= {"jsonBody": example_case(document)} if examples else _generated()
    valid_body = {"matchesJsonSchema": json.dumps(_update_schema(document)), "schemaVersion": "V202012"}
    stubs = [
        _stub(1, "GET", success, headers=_TOKEN),
        _stub(1, "PATCH", success, headers=_TOKEN, bodyPatterns=[valid_body]),
        _stub(2, "PATCH", _failure(400, "bad_request", "missing required field"), headers=_TOKEN),
        _stub(3, "ANY", _failure(401, "unauthorized", "missing or invalid authorization token")),
    ]
    for number, stub in enumerate(stubs):
        (folder / f"{number}.json").write_text(json.dumps(stub, indent=1), "utf-8")


def _stub(priority: int, method: str, response: Tree, **request: Any) -> Tree:
    return {"priority": priority, "request": {"method": method, **_PATH, **request}, "response": response}


def _failure(status: int, code: str, message: str) -> Tree:
    return {"status": status, "headers": _JSON, "jsonBody": {"error": {"code": code, "message": message}}}


def _update_schema(document: Tree) -> Tree:
    """Return the schema of the body with its reference resolved, because a stub has no components."""
    schemas = document["components"]["schemas"]
    properties = {
        name: schemas[node["$ref"].rpartition("/")[2]] if "$ref" in node else node
        for name, node in schemas[UPDATE]["properties"].items()
    }
    return {**schemas[UPDATE], "properties": properties}


def _generated() -> Tree:
    """Return a response template that matches the schema: random values by WireMock's helpers, the id from the path."""
    text = json.dumps(_case_template()).replace('"<number>', "").replace('</number>"', "")
    return {"body": text, "transformers": ["response-template"]}


def _case_template() -> Tree:
    times = {"created_at": "{{now}}", "updated_at": "{{now}}"}
    file = {
        "id": f"f_{_random('ALPHANUMERIC', 26)}",
        "url": f"https://media.serverops.gg/{_random('ALPHANUMERIC', 12)}",
        "key": f"p_{_random('ALPHANUMERIC', 26)}/screenshot.png",
        "size": "<number>{{randomInt lower=0 upper=5000000}}</number>",
        "content_type": "image/png",
        "sha256": _random("HEXADECIMAL", 64),
        "original_name": f"{_random('ALPHABETIC', 8)}.png",
        "tags": [_random("ALPHABETIC", 6)],
        "folder": "cases",
        "abuse_status": "clean",
        "visibility": "public",
        "storage_class": "standard",
        **times,
    }
    case = {"title": _random("ALPHABETIC", 20), "description": _random("ALPHABETIC", 60)}
    status = "{{pickRandom 'open' 'closed' 'archived'}}"
    return {"id": "{{request.pathSegments.[1]}}", **case, "status": status, "attachments": [file, file], **times}


def _random(kind: str, length: int) -> str:
    return f"{{{{randomValue type='{kind}' length={length}}}}}"
