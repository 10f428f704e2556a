"""A feed of events: discriminated union, opaque cursors and Link headers, JSON merge patch whose null removes, search,
filter by several kinds."""

import base64
import binascii
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.servers.aiohttp_errors import as_json, failure, json_body, json_errors
from tests.servers.validation import Document

BUGS = {
    "pages-overlap": "a page begins with the last event of the page before it",
    "null-kept": "null in a merge patch does not remove the property",
}
IDENTITIES: tuple[str, ...] = ()
OPTIONS: tuple[str, ...] = ()

DOCUMENT = Document(Path(__file__).parent)
MERGE_PATCH = "application/merge-patch+json"
FIELDS = {
    "message": ("title", "note", "author", "text"),
    "alert": ("title", "note", "severity", "acknowledged"),
    "metric": ("title", "note", "value", "unit"),
}
Item = dict[str, Any]


class Feed:
    """The events, in the order of their numbers."""

    def __init__(self, bug: str):
        self.bug = bug
        self.events: dict[int, Item] = {}
        self.last = 0
        for number in range(1, 6):
            self.add({"kind": "message", "title": f"Build {number}", "author": "ci", "text": "passed"})
        self.add({"kind": "alert", "title": "Disk almost full", "severity": "high", "acknowledged": False})

    def add(self, body: Item) -> Item:
        self.last += 1
        timestamp = datetime.now(UTC).isoformat()
        shared = {"id": f"evt-{self.last}", "kind": body["kind"], "created_at": timestamp, "updated_at": timestamp}
        self.events[self.last] = {**shared, **{name: body[name] for name in FIELDS[body["kind"]] if name in body}}
        return self.events[self.last]

    def find(self, key: str) -> tuple[int, Item]:
        digits = key.removeprefix("evt-")
        number = (
            int(digits) if key.startswith("evt-") and digits.isascii() and digits.isdigit() and len(digits) < 18 else 0
        )
        if number not in self.events or key != f"evt-{number}":
            raise failure(web.HTTPNotFound, "no such event")
        return number, self.events[number]

    def page(self, query: Item) -> tuple[list[Item], int | None]:
        """Return a page and the number after which the next one begins, None after the last page."""
        start = number_of(query["cursor"]) if "cursor" in query else 0
        if self.bug == "pages-overlap" and start:
            start -= 1
        found = [number for number, event in self.events.items() if number > start and matches(event, query)]
        shown = found[: query["limit"]]
        return [self.events[number] for number in shown], shown[-1] if len(found) > len(shown) else None


def matches(event: Item, query: Item) -> bool:
    if "kind" in query and event["kind"] not in query["kind"]:
        return False
    text = query.get("q", "").casefold()
    return text in event["title"].casefold() or text in event.get("note", "").casefold()


def cursor_of(number: int) -> str:
    return base64.urlsafe_b64encode(f"after:{number}".encode()).decode().rstrip("=")


def number_of(cursor: str) -> int:
    """Return the number in a cursor.

    Raises:
        HTTPBadRequest: if it is not a cursor of this server.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    number = int(text[6:]) if text.startswith("after:") and text[6:].isdigit() and len(text) < 24 else 0
    if number == 0 or cursor != cursor_of(number):
        raise failure(web.HTTPBadRequest, "the cursor is invalid")
    return number


class Events:
    def __init__(self, feed: Feed):
        self.feed = feed

    async def list(self, request: web.Request) -> web.Response:
        query = DOCUMENT.query("listEvents", request.query.items())
        events, after = self.feed.page(query)
        if after is None:
            return as_json({"events": events, "next_cursor": None})
        cursor = cursor_of(after)
        following = urlencode({**query, "cursor": cursor}, doseq=True)
        return as_json({"events": events, "next_cursor": cursor}, Link=f'</events?{following}>; rel="next"')

    async def create(self, request: web.Request) -> web.Response:
        event = self.feed.add(DOCUMENT.json("createEvent", await json_body(request)))
        return as_json(event, 201, Location=f"/events/{event['id']}")

    async def get(self, request: web.Request) -> web.Response:
        return as_json(self.feed.find(request.match_info["key"])[1])

    async def update(self, request: web.Request) -> web.Response:
        _, event = self.feed.find(request.match_info["key"])
        changes = DOCUMENT.json("updateEvent", await json_body(request, MERGE_PATCH), MERGE_PATCH)
        if changes.keys() - {*FIELDS[event["kind"]]}:
            raise failure(web.HTTPUnprocessableEntity, f"not all of these belong to the kind {event['kind']}")
        for name, value in changes.items():
            if value is not None:
                event[name] = value
            elif self.feed.bug != "null-kept":
                event.pop(name, None)
        event["updated_at"] = datetime.now(UTC).isoformat()
        return as_json(event)

    async def delete(self, request: web.Request) -> web.Response:
        number, _ = self.feed.find(request.match_info["key"])
        del self.feed.events[number]
        return web.Response(status=204)


def create(bug: str = "") -> web.Application:
    """Return the application with six events."""
    app = web.Application(middlewares=[json_errors(lambda status, message: {"error": message})])
    events = Events(Feed(bug))
    app.add_routes(
        [
            web.get("/events", events.list),
            web.post("/events", events.create),
            web.get("/events/{key}", events.get),
            web.patch("/events/{key}", events.update),
            web.delete("/events/{key}", events.delete),
        ]
    )
    return app
