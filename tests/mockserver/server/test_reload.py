"""Reloading: the newest valid version of a document is served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.errors import UsageError
from mockserver.app import MockApp, create_app
from mockserver.server.reload import ReloadingApp, close, watched_files, watched_folders

DOCUMENT = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  %s:
    get:
      responses:
        "200": {description: Fine.}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "things.yaml"
    path.write_text(DOCUMENT % "/old")
    return path


class Closing:
    """A version that records its shutdown."""

    def __init__(self, app: MockApp) -> None:
        self.app = app
        self.contracts = app.contracts
        self.control = app.control
        self.initial_data = app.initial_data
        self.closed = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.closed += scope["type"] == "lifespan"
        await self.app(scope, receive, send)


async def status(app: Any, path: str) -> int:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://mock.test") as client:
        return (await client.get(path)).status_code


async def live(app: ReloadingApp, while_running: Callable[[], Any]) -> list[str]:
    """Run the lifespan of an application."""
    inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    sent: list[str] = []
    started = asyncio.Event()

    async def send(message: Any) -> None:
        sent.append(message["type"])
        started.set()

    await inbox.put({"type": "lifespan.startup"})
    running = asyncio.create_task(app({"type": "lifespan"}, inbox.get, send))
    await started.wait()
    await while_running()
    await inbox.put({"type": "lifespan.shutdown"})
    await running
    return sent


def test_a_valid_change_is_served_and_an_invalid_one_is_not(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = Closing(create_app(spec))
    app = ReloadingApp(lambda: create_app(spec), first)  # type: ignore[arg-type] # a stand-in

    async def story() -> None:
        assert await status(app, "/old") == 200
        spec.write_text(DOCUMENT % "/new")
        await app._renew()
        assert (await status(app, "/old"), await status(app, "/new")) == (404, 200)
        spec.write_text("openapi: [")
        await app._renew()
        assert await status(app, "/new") == 200

    asyncio.run(story())
    assert first.closed == 1
    reloaded, finding, *_, last = capsys.readouterr().err.splitlines()
    assert reloaded == f"reloaded {spec}"
    assert finding.startswith(f"{spec}:1:")
    assert last == "still serving the last valid version; waiting for changes"


def test_any_user_error_keeps_the_last_valid_version(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def make() -> MockApp:
        raise UsageError("--api x: gone")

    app = ReloadingApp(make, create_app(spec))
    asyncio.run(app._renew())
    assert "error: --api x: gone\n" in capsys.readouterr().err


def test_files_of_every_document_are_watched(spec: Path) -> None:
    other = spec.with_name("parts.yaml")
    other.write_text("Fine: {description: Fine.}\n")
    spec.write_text((DOCUMENT % "/x").replace("{description: Fine.}", "{$ref: 'parts.yaml#/Fine'}"))
    assert watched_files(create_app(spec)) == {spec.resolve(), other.resolve()}


PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      responses:
        "200":
          description: Fine.
          content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}
        "404": {description: Missing.}
"""


def test_files_and_folders_of_the_data_are_watched(spec: Path, tmp_path: Path) -> None:
    spec.write_text(PETS)
    folder = tmp_path / "data"
    folder.mkdir()
    pets = folder / "pets.json"
    pets.write_text('[{"id": 7}]')
    for data, folders in ((folder, {folder.resolve()}), (pets, set())):
        if data == pets:
            pets.write_text('{"/pets": [{"id": 7}]}')
        app = create_app(spec, data=str(data))
        assert watched_files(app) == {spec.resolve(), pets.resolve()}
        assert app.initial_data.folders == folders


def test_files_and_folders_of_stubs_are_watched(spec: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stubs"
    folder.mkdir()
    (folder / "a.yaml").write_text("request: {path: /x}\nresponse: {status: 202}\nvalidate: false\n")
    app = create_app(spec, stubs=str(folder))
    assert watched_files(app) == {spec.resolve(), (folder / "a.yaml").resolve()}
    assert watched_folders(app) == {folder.resolve()}


def test_a_change_of_the_data_is_served(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(PETS)
    data = tmp_path / "data.json"
    data.write_text('{"/pets": [{"id": 7}]}')

    def make() -> MockApp:
        return create_app(spec, data=str(data), closed=True)

    app = ReloadingApp(make, make())

    async def story() -> None:
        assert (await status(app, "/pets/7"), await status(app, "/pets/8")) == (200, 404)
        data.write_text('{"/pets": [{"id": 8}]}')
        await app._renew()
        assert (await status(app, "/pets/7"), await status(app, "/pets/8")) == (404, 200)
        data.write_text('{"/pets": [{"id": "x"}]}')
        await app._renew()
        assert await status(app, "/pets/8") == 200

    asyncio.run(story())
    assert f"{data}:1:13" in capsys.readouterr().err


@pytest.fixture
def replaced(spec: Path) -> Callable[[], None]:
    """Save like many editors: replace the file."""

    def replace() -> None:
        fresh = spec.with_suffix(".tmp")
        fresh.write_text(DOCUMENT % "/new")
        fresh.replace(spec)

    return replace


def test_saving_is_noticed_and_shutdown_is_clean(spec: Path, replaced: Callable[[], None]) -> None:
    renewed = asyncio.Event()
    loop_of_test: list[asyncio.AbstractEventLoop] = []
    versions: list[Closing] = []

    def make() -> Any:
        versions.append(Closing(create_app(spec)))
        loop_of_test[0].call_soon_threadsafe(renewed.set)
        return versions[-1]

    app = ReloadingApp(make, create_app(spec))

    async def save_until_noticed() -> None:
        loop_of_test.append(asyncio.get_running_loop())
        while not renewed.is_set():  # the watch may begin a moment after the server
            replaced()
            try:
                await asyncio.wait_for(renewed.wait(), 0.3)
            except TimeoutError:
                continue

    assert asyncio.run(live(app, save_until_noticed)) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert versions


def test_close_runs_the_shutdown_of_a_version(spec: Path) -> None:
    version = Closing(create_app(spec))
    asyncio.run(close(version))  # type: ignore[arg-type] # a stand-in
    assert version.closed == 1
