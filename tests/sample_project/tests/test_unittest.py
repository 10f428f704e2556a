"""Without fixtures: the server of a class, in the tests of unittest."""

from __future__ import annotations

import unittest
from pathlib import Path

from parcels.requests_client import heaviest, session

from mockserver.testing import MockServer

DOCUMENT = Path(__file__).parents[1] / "openapi.yaml"


class HeaviestTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.mock = cls.enterClassContext(MockServer(DOCUMENT, seed=3))

    def setUp(self) -> None:
        self.mock.reset()
        self.enterContext(self.mock.intercept())
        self.http = self.enterContext(session("script"))

    def test_first_page(self) -> None:
        weights = [one["weight_grams"] for one in self.mock.state["/parcels"].items()]
        self.assertEqual(heaviest(self.http)["weight_grams"], max(weights))
        self.mock.verify("listParcels", times=1)

    def test_begins_again(self) -> None:
        self.assertEqual(self.mock.requests(), [])
