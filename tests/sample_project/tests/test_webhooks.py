from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from parcels.webhooks import Receiver

from mockserver.testing import MockServer


class SilentHandler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[tuple[str, Receiver]]:
    application = Receiver()
    with make_server("127.0.0.1", 0, application, handler_class=SilentHandler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", application
        server.shutdown()
        thread.join()


def test_a_delivery_is_received(mock_server: MockServer, receiver: tuple[str, Receiver]) -> None:
    url, application = receiver
    sent = mock_server.webhook("parcelDelivered", url)
    assert sent["response"]["status"] == 204
    assert application.delivered == [sent["request"]["body"]["parcel"]["id"]]
