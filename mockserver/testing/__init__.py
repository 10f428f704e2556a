"""The mock server in Python tests.

>>> with MockServer("openapi.yaml", api="serverops") as mock:
...     httpx.get(f"{mock.url}/cases/1", headers=mock.auth("cases:read"))
...     mock.verify(operation="serverops_getCase")
"""

from contracts import garbage_collection

with garbage_collection.paused():  # it would take a tenth of the time of the imports
    from mockserver.testing.errors import ConnectionCutError, NotMockedError, VerificationError
    from mockserver.testing.mock_server import MockServer

__all__ = ["ConnectionCutError", "MockServer", "NotMockedError", "VerificationError"]
