"""Middleware of the servers with Django REST framework."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


class OneAtATime:
    """Handle one request at a time, as the tables of a shared SQLite database in memory are locked by readers.

    The connection of the thread is closed after each request, so that finished threads leave none open; the first
    connection keeps the database.
    """

    def __init__(self, handle: Callable[[Any], Any]):
        self._handle = handle
        self._lock = threading.Lock()
        self._first = threading.get_ident()

    def __call__(self, request: Any) -> Any:
        with self._lock:
            response = self._handle(request)
            if threading.get_ident() != self._first:
                connection.close()
            return response
