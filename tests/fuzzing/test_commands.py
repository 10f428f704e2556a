"""Commands on documents and recordings with random changes.

``pytest --hypothesis-profile soak tests/fuzzing`` tries 10,000 inputs each instead of a few.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contracts.cli import main as contracts_main
from contracts.cli.main import main as contracts
from contracts.errors import CasemockError
from mockserver.app import create_app
from mockserver.cli import main as mockserver_main
from mockserver.cli.main import main as mockserver
from tests.conftest import DOCUMENTS, ROOT
from tests.fuzzing.crashes import no_crashes
from tests.fuzzing.examples import IN_FOLDER
from tests.fuzzing.mutations import changed, damaged
from tests.mockserver.kit import Client

FILES = ("notes.yaml", "shelf.yaml", "petstore-2.0.yaml", "petstore-3.1.yaml")
RECORDING = ROOT / "tests" / "contracts" / "traffic" / "shop" / "web.har"


@cache
def tree_of(name: str) -> Any:
    return json.loads(json.dumps(yaml.safe_load((DOCUMENTS / name).read_text("utf-8")), default=str))


TREES = st.sampled_from(FILES).flatmap(lambda name: changed(tree_of(name)))
TEXTS = st.sampled_from(FILES).flatmap(lambda name: damaged((DOCUMENTS / name).read_bytes()))
DOCUMENTS_OF_ANY_FORM = TREES.map(lambda tree: json.dumps(tree).encode()) | TEXTS


@pytest.fixture(autouse=True)
def one_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the parsers of arguments, which are the same for all examples, only once."""
    for main in (contracts_main, mockserver_main):
        monkeypatch.setattr(main, "build_parser", cache(main.build_parser))


def run(program: Any, arguments: Sequence[object]) -> None:
    """Run a command in this process: it returns a documented exit code, and says why if it is not 0."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = program([*map(str, arguments)])
    printed, message = (stream.buffer.getvalue().decode() for stream in (out, err) if stream.flush() is None)
    assert code in {0, 1, 2}, message
    assert "Traceback" not in message
    assert code == 0 or printed or message


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        (contracts, ("validate", "{file}", "--format", "json")),
        (contracts, ("bundle", "{file}")),
        (contracts, ("bundle", "{file}", "--to", "3.0")),
        (contracts, ("diff", "{original}", "{file}")),
        (contracts, ("diff", "{file}", "{original}", "--format", "markdown")),
        (mockserver, ("routes", "{file}", "--state")),
    ],
    ids=["validate", "bundle", "convert", "diff", "diff-reversed", "routes"],
)
def test_documents(program: Any, arguments: Sequence[str], tmp_path: Path) -> None:
    file, original = tmp_path / "openapi.yaml", DOCUMENTS / "notes.yaml"

    @IN_FOLDER
    @given(DOCUMENTS_OF_ANY_FORM)
    def play(data: bytes) -> None:
        file.write_bytes(data)
        run(program, [one.format(file=file, original=original) for one in arguments])

    play()


@pytest.mark.parametrize("command", ["usage", "drift"])
def test_recordings(command: str, tmp_path: Path) -> None:
    file, spec = tmp_path / "traffic.har", DOCUMENTS / "notes.yaml"
    har = json.loads(RECORDING.read_text("utf-8"))

    @IN_FOLDER
    @given(changed(har).map(lambda tree: json.dumps(tree).encode()) | damaged(RECORDING.read_bytes()))
    def play(data: bytes) -> None:
        file.write_bytes(data)
        if command == "usage":
            run(contracts, ["usage", file, "--spec", spec, "--consumer", "web"])
        else:
            run(contracts, ["drift", spec, "--traffic", file])

    play()


@IN_FOLDER
@given(TREES, st.data())
def test_the_mock_of_a_changed_document(tree: Any, data: st.DataObject) -> None:
    """Requests never end with an exception: those that cannot be served get an error response with the reason."""
    try:
        app = create_app(tree)
    except CasemockError:
        return
    operations = [mounted.operation for api in app.apis for mounted in api.operations]
    if not operations:
        return
    operation = data.draw(st.sampled_from(operations))
    path = quote(operation.path.replace("{", "").replace("}", ""), safe="/%?#")
    body = data.draw(st.sampled_from([b"", b"{}", b"[1]", b'{"id": 1, "name": "a"}', b"\xff"]))
    headers = {"content-type": "application/json", "authorization": "Bearer a"} if body else {}
    with no_crashes():
        reply = Client(app)(operation.method, path, body, headers)
    assert reply.finished == 1
    assert 100 <= reply.status < 600
