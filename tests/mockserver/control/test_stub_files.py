"""``--stubs``: files with stubs, and the location of each error in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.errors import DocumentError
from mockserver.app import create_app
from tests.mockserver.control.kiosk import DOCUMENT, Mock

STUB = """\
request:
  operation: getTicket
response:
  - code: 503
  - code: 404
times: 2
"""


def test_a_file_with_a_stub(tmp_path: Path) -> None:
    path = tmp_path / "retry.yaml"
    path.write_text(STUB)
    mock = Mock(stubs=str(path))
    assert mock.statuses(3) == [503, 404, 200]
    assert mock.admin("GET", "/stubs/file-1").json["times"] == 2


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(STUB)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b.json").write_text(
        '[{"request": {"operation": "getMine"}, "response": {"code": 200}},'
        ' {"request": {"path": "/x"}, "response": {"status": 202, "body": [1]}, "validate": false}]'
    )
    (tmp_path / "notes.txt").write_text("not a stub")
    mock = Mock(stubs=str(tmp_path))
    assert [one["id"] for one in mock.admin("GET", "/stubs").json["stubs"]] == ["file-1", "file-2", "file-3"]
    assert mock.send("GET", "/x").json == [1]


def test_a_stub_of_the_admin_api_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(STUB)
    mock = Mock(stubs=str(tmp_path))
    mock.stub({"operation": "getTicket"}, {"code": 429}, times=1)
    assert mock.statuses(4) == [429, 503, 404, 200]
    mock.control.stubs.entries.clear()
    assert mock.statuses(3) == [503, 404, 200]


def test_a_stub_of_a_file_is_not_changed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(STUB)
    mock = Mock(stubs=str(tmp_path))
    value = {"request": {}, "response": {"code": 404}}
    assert mock.admin("DELETE", "/stubs/file-1").status == 409
    assert mock.admin("PUT", "/stubs/file-1", value).status == 409


def errors(path: Path) -> list[tuple[str, int, str, str]]:
    """File name, line, JSON pointer and message of each error."""
    with pytest.raises(DocumentError) as caught:
        create_app(DOCUMENT, stubs=str(path))
    return [
        (Path(one.location.file).name, one.location.line, one.location.pointer, one.message)
        for one in caught.value.findings
    ]


def test_the_errors_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(STUB.replace("getTicket", "getTickets"))
    (tmp_path / "b.yaml").write_text(
        "- request: {operation: getTicket}\n"
        "  response: {code: 404}\n"
        "- request:\n"
        "    operation: getTicket\n"
        "  response:\n"
        "    status: 200\n"
        "    body:\n"
        "      id: 5\n"
        "      title: 6\n"
    )
    (tmp_path / "c.json").write_text('{"request": {')
    found = errors(tmp_path)
    assert ("a.yaml", 2, "/request/operation", "no operation 'getTickets'") in found
    assert ("b.yaml", 8, "/1/response/body/id", '5 is not of type "string" (getTicket)') in found
    assert ("b.yaml", 9, "/1/response/body/title", '6 is not of type "string" (getTicket)') in found
    assert {name for name, *_ in found} == {"a.yaml", "b.yaml", "c.json"}


@pytest.mark.parametrize("text", ["just text", "5", "- 5", "[]", ""])
def test_a_file_without_stubs(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text)
    if text == "[]":
        assert Mock(stubs=str(tmp_path)).admin("GET", "/stubs").json == {"stubs": []}
    else:
        assert errors(tmp_path)


def test_a_missing_file(tmp_path: Path) -> None:
    assert errors(tmp_path / "missing.yaml")


def test_an_empty_folder(tmp_path: Path) -> None:
    assert errors(tmp_path)
