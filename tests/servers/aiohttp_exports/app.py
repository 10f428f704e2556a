"""Measurements and their exports: 202 with a Location that is ready after some polls, idempotency keys, CSV or JSON by
Accept, bearer tokens."""

import csv
import io
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.aiohttp_errors import Handler, as_json, failure, has_token, json_body, json_errors
from tests.servers.validation import Document

BUGS = {
    "dead-location": "the Location of an accepted export leads to an unknown path",
    "plain-errors": "404 has a plain text body instead of the documented JSON",
}
IDENTITIES: tuple[str, ...] = ("station=token-of-station",)
OPTIONS: tuple[str, ...] = ()

DOCUMENT = Document(Path(__file__).parent)
TOKEN = "token-of-station"
COLUMNS = ("id", "sensor", "value", "taken_on")
Item = dict[str, Any]


class Station:
    """Measurements, exports with the number of their polls, and the exports by idempotency key."""

    def __init__(self, bug: str):
        self.bug = bug
        self.measurements: dict[str, Item] = {}
        self.exports: dict[str, Item] = {}
        self.polls: dict[str, int] = {}
        self.keys: dict[str, tuple[Item, str]] = {}
        for day, value in enumerate((12.5, 13.0, 9.75), 1):
            self.measure({"sensor": "north", "value": value, "taken_on": f"2024-03-{day:02d}"})

    def measure(self, body: Item) -> Item:
        key = str(uuid.uuid4())
        self.measurements[key] = {"id": key, **{name: body[name] for name in COLUMNS[1:]}, "note": body.get("note")}
        return self.measurements[key]

    def order(self, body: Item) -> Item:
        key = str(uuid.uuid4())
        shared = {"format": body["format"], "sensors": body.get("sensors", [])}
        created = datetime.now(UTC).isoformat()
        self.exports[key] = {"id": key, "status": "queued", **shared, "created_at": created, "result": None}
        self.polls[key] = 0
        return self.exports[key]

    def poll(self, job: Item) -> Item:
        """An export is queued, then running, then done."""
        self.polls[job["id"]] += 1
        job["status"] = ("queued", "running", "done")[min(self.polls[job["id"]], 2)]
        if job["status"] == "done":
            job["result"] = f"/exports/{job['id']}/result"
        return job

    def rows(self, sensors: list[str]) -> list[Item]:
        return [item for item in self.measurements.values() if not sensors or item["sensor"] in sensors]


def find(table: dict[str, Item], key: str) -> Item:
    if key not in table:
        raise failure(web.HTTPNotFound, "not found")
    return table[key]


def as_csv(rows: list[Item]) -> web.Response:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([COLUMNS, *([row[name] for name in COLUMNS] for row in rows)])
    return web.Response(text=text.getvalue(), content_type="text/csv", charset="utf-8")


def accepted(header: str) -> str:
    """Return the better of JSON and CSV for an Accept header, "" if neither is accepted (RFC 9110, section 12.5.1)."""
    best, quality_of_best = "", 0.0
    for offered in ("application/json", "text/csv"):
        quality = quality_for(offered, header)
        if quality > quality_of_best:
            best, quality_of_best = offered, quality
    return best


def quality_for(offered: str, header: str) -> float:
    found = (-1, 0.0)
    for part in header.split(","):
        name, *parameters = [word.strip().lower() for word in part.split(";")]
        rank = {"*/*": 0, offered.split("/", maxsplit=1)[0] + "/*": 1, offered: 2}.get(name, -1)
        if rank > found[0]:
            found = (rank, weight(parameters))
    return found[1]


def weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0


@web.middleware
async def check_token(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every known path needs the token."""
    if request.match_info.http_exception is None and not has_token(request, TOKEN):
        raise failure(web.HTTPUnauthorized, "a valid token is required", WWW_Authenticate="Bearer")
    return await handler(request)


class Measurements:
    def __init__(self, station: Station):
        self.station = station

    async def list(self, request: web.Request) -> web.Response:
        query = DOCUMENT.query("listMeasurements", request.query.items())
        rows = [row for row in self.station.rows(query.get("sensor", [])) if row["taken_on"] >= query.get("since", "")]
        match accepted(request.headers.get("Accept", "*/*")):
            case "text/csv":
                return as_csv(rows)
            case "application/json":
                return as_json(rows)
        raise failure(web.HTTPNotAcceptable, "JSON or CSV")

    async def create(self, request: web.Request) -> web.Response:
        item = self.station.measure(DOCUMENT.json("createMeasurement", await json_body(request)))
        return as_json(item, 201, Location=f"/measurements/{item['id']}")

    async def get(self, request: web.Request) -> web.Response:
        return as_json(find(self.station.measurements, request.match_info["key"]))

    async def delete(self, request: web.Request) -> web.Response:
        del self.station.measurements[find(self.station.measurements, request.match_info["key"])["id"]]
        return web.Response(status=204)


class Exports:
    def __init__(self, station: Station):
        self.station = station

    async def list(self, request: web.Request) -> web.Response:
        return as_json({"exports": [*self.station.exports.values()]})

    async def create(self, request: web.Request) -> web.Response:
        body = DOCUMENT.json("createExport", await json_body(request))
        key = DOCUMENT.headers("createExport", request.headers.items()).get("Idempotency-Key")
        job, known = self.station.keys.get(key or "", (None, ""))
        if job is None or key is None or job["id"] not in self.station.exports:
            job, known = self.station.order(body), repr(body)
        if known != repr(body):
            raise failure(web.HTTPUnprocessableEntity, "the idempotency key was used for another export")
        if key is not None:
            self.station.keys[key] = (job, known)
        path = "export" if self.station.bug == "dead-location" else "exports"
        return as_json(job, 202, Location=f"/{path}/{job['id']}", Retry_After="1")

    async def get(self, request: web.Request) -> web.Response:
        return as_json(self.station.poll(find(self.station.exports, request.match_info["key"])))

    async def result(self, request: web.Request) -> web.Response:
        job = find(self.station.exports, request.match_info["key"])
        if job["status"] != "done":
            raise failure(web.HTTPConflict, f"the export is {job['status']}")
        rows = self.station.rows(job["sensors"])
        return as_csv(rows) if job["format"] == "csv" else as_json(rows)

    async def delete(self, request: web.Request) -> web.Response:
        del self.station.exports[find(self.station.exports, request.match_info["key"])["id"]]
        return web.Response(status=204)


def create(bug: str = "") -> web.Application:
    """Return the application with three measurements."""
    plain = (404,) if bug == "plain-errors" else ()
    errors = json_errors(lambda status, message: {"code": status, "message": message}, plain=plain)
    app = web.Application(middlewares=[errors, check_token])
    station = Station(bug)
    measurements, exports = Measurements(station), Exports(station)
    app.add_routes(
        [
            web.get("/measurements", measurements.list),
            web.post("/measurements", measurements.create),
            web.get("/measurements/{key}", measurements.get),
            web.delete("/measurements/{key}", measurements.delete),
            web.get("/exports", exports.list),
            web.post("/exports", exports.create),
            web.get("/exports/{key}", exports.get),
            web.delete("/exports/{key}", exports.delete),
            web.get("/exports/{key}/result", exports.result),
        ]
    )
    return app
