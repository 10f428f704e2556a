"""An ASGI application for ``tests/documents/shelf.yaml`` that is right, or wrong in one way."""

from __future__ import annotations

import json
import re
from typing import Any

COLLECTION = "/shelves/top/books"


class Shelf:
    """Keeps books in memory.

    :param defect: what it does wrong; ``""`` for nothing.
    """

    def __init__(self, defect: str = "") -> None:
        self.defect = defect
        self.books: dict[int, dict[str, Any]] = {}
        self.last = 6

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        message = await receive()
        body = json.loads(message["body"]) if message.get("body") else None
        status, value, headers = self.respond(scope["method"], scope["path"], scope["query_string"].decode(), body)
        content = b"" if value is None else json.dumps(value).encode()
        fields = [(name.encode(), text.encode()) for name, text in headers.items()]
        fields.append((b"content-type", b"application/json"))
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": content})

    def respond(self, method: str, path: str, query: str, body: Any) -> tuple[int, Any, dict[str, str]]:
        if path == COLLECTION:
            return self.create(body) if method == "POST" else self.page(query)
        number = int(path.rpartition("/")[2])
        if number not in self.books:
            return 404, None, {}
        if method == "PATCH":
            self.update(number, body)
        if method == "DELETE":
            return self.delete(number)
        return 200, {"data": self.shown(number)}, {}

    def create(self, body: Any) -> tuple[int, Any, dict[str, str]]:
        self.last += 0 if self.defect == "same id" and self.books else 1
        if self.defect != "no state":
            self.books[self.last] = {"number": self.last, **body}
        book = {"number": self.last, **body}
        place = self.last + (100 if self.defect == "location" else 0)
        return 201, {"data": book}, {"location": f"{COLLECTION}/{place}"}

    def page(self, query: str) -> tuple[int, Any, dict[str, str]]:
        """One book per page; ``next`` is the URL of the next one."""
        numbers = sorted(self.books) if self.defect != "not listed" else []
        match = re.search(r"index=(\d+)", query)
        index = int(match[1]) if match else 0
        books = [dict(self.books[number]) for number in numbers[index : index + 1]]
        for book in books:
            if self.defect == "listed differently":
                book["title"] = "another title"
        following = f"{COLLECTION}?index={index + 1}" if index + 1 < len(numbers) else None
        return 200, {"data": books, "next": following}, {}

    def update(self, number: int, body: Any) -> None:
        if self.defect == "no update":
            return
        targets = list(self.books) if self.defect == "updates all" else [number]
        for target in targets:
            self.books[target] = ({"number": target} if self.defect == "loses values" else self.books[target]) | body

    def delete(self, number: int) -> tuple[int, Any, dict[str, str]]:
        if self.defect != "no deletion":
            del self.books[number]
        return (400 if self.defect == "refuses but deletes" else 204), None, {}

    def shown(self, number: int) -> dict[str, Any]:
        return {**self.books[number], "number": 1} if self.defect == "another id" else self.books[number]
