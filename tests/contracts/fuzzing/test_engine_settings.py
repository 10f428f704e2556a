from __future__ import annotations

import sys
import types

import hypothesis
import pytest
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.internal.conjecture import providers

from contracts.errors import UsageError
from contracts.fuzzing.engine_document import EngineDocument
from contracts.fuzzing.engine_settings import EXAMPLES, engine_settings, example_database, without_local_constants


def document(scheme, secret):
    return EngineDocument({"components": {"securitySchemes": {"it": scheme}}}, secrets={"it": secret})


def settings_for(database=None, max_examples=None, schemes=None):
    made = engine_settings(schemes or document({"type": "mutualTLS"}, "x"), 5, ("fuzzing",), max_examples, database)
    return made.projects.default


def test_secrets_are_not_expanded(monkeypatch):
    monkeypatch.setenv("NAME", "changed")
    key = settings_for(schemes=document({"type": "apiKey", "in": "header", "name": "k"}, "${NAME}"))
    assert key.auth.openapi.schemes["it"].api_key == "${NAME}"
    basic = settings_for(schemes=document({"type": "http", "scheme": "basic"}, "me:a:b"))
    assert (basic.auth.openapi.schemes["it"].username, basic.auth.openapi.schemes["it"].password) == ("me", "a:b")
    bearer = settings_for(schemes=document({"type": "http", "scheme": "bearer"}, "t"))
    assert bearer.auth.openapi.schemes["it"].bearer == "t"


def test_the_hypothesis_profile_of_the_caller_is_ignored():
    hypothesis.settings.register_profile("many", max_examples=3000)
    before = hypothesis.settings.get_current_profile_name()
    hypothesis.settings.load_profile("many")
    try:
        assert settings_for().get_hypothesis_settings(phase="fuzzing").max_examples == EXAMPLES
    finally:
        hypothesis.settings.load_profile(before)
    assert settings_for(max_examples=7).get_hypothesis_settings(phase="fuzzing").max_examples == 7


def test_examples_are_not_stored_by_default(tmp_path):
    assert settings_for().get_hypothesis_settings(phase="fuzzing").database is None
    kept = settings_for(str(tmp_path)).get_hypothesis_settings(phase="fuzzing")
    assert isinstance(kept.database, DirectoryBasedExampleDatabase)
    assert hypothesis.Phase.reuse in kept.phases


def test_a_shared_database_needs_its_client(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(UsageError, match="the Redis client is not installed"):
        example_database("redis://localhost/1")


def redis_that(answers):
    """A minimal Redis client."""

    class Redis:
        @classmethod
        def from_url(cls, url):
            made = cls()
            made.url = url
            return made

        def ping(self):
            return answers()

    module = types.ModuleType("redis")
    module.Redis, module.RedisError = Redis, OSError
    return module


def test_a_shared_database_uses_the_url(monkeypatch):
    monkeypatch.delitem(sys.modules, "hypothesis.extra.redis", raising=False)
    monkeypatch.setitem(sys.modules, "redis", redis_that(lambda: True))
    database = example_database("redis://localhost/1")
    assert type(database).__name__ == "RedisExampleDatabase"
    assert database.redis.url == "redis://localhost/1"
    sys.modules.pop("hypothesis.extra.redis")


def test_an_unreachable_shared_database_is_rejected(monkeypatch):
    def refuse():
        raise ConnectionRefusedError("nobody there")

    monkeypatch.delitem(sys.modules, "hypothesis.extra.redis", raising=False)
    monkeypatch.setitem(sys.modules, "redis", redis_that(refuse))
    with pytest.raises(UsageError, match="cannot use the example database: nobody there"):
        example_database("redis://localhost/1")
    sys.modules.pop("hypothesis.extra.redis")


def test_nothing_is_read_from_or_written_to_the_machine():
    whole = engine_settings(document({"type": "mutualTLS"}, "x"), 5, ("fuzzing",), None, None)
    assert not whole.cache.enabled
    assert whole.seed == 5
    assert whole.config_path is None


def test_constants_of_local_modules_are_disabled_temporarily():
    collected, cache = providers._get_local_constants, providers.CONSTANTS_CACHE
    with without_local_constants():
        assert len(providers._get_local_constants()) == 0
    assert (providers._get_local_constants, providers.CONSTANTS_CACHE) == (collected, cache)
