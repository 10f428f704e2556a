"""Settings of the engine: what it generates and checks.

The engine reads no settings files and no environment variables. Some features are disabled:

- probes, sign-up and source code analysis: they would send requests outside of the session;
- the cache of earlier runs, and the constants that hypothesis collects from local modules: results would differ between
  machines for the same seed;
- links inferred from names and paths: they confuse ids of different resources (``Location`` is followed, RFC 9110,
  section 10.2.2, and so are the links of the document);
- generated credentials: a well-formed token is not certainly invalid;
- control characters in header values, which HTTP does not allow (RFC 9110, section 5.5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import hypothesis
from hypothesis.database import DirectoryBasedExampleDatabase, ExampleDatabase
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from schemathesis.config import (
    ApiKeyAuthConfig,
    DictionaryDefinition,
    HttpBasicAuthConfig,
    HttpBearerAuthConfig,
    OperationConfig,
    OperationsConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)
from schemathesis.config._auth import AuthConfig
from schemathesis.config._dictionaries import DictionaryEntry, ParameterDictionaryBinding
from schemathesis.config._generation import GenerationConfig
from schemathesis.config._health_check import HealthCheck
from schemathesis.core import HYPOTHESIS_IN_MEMORY_DATABASE_IDENTIFIER
from schemathesis.filters import FilterSet
from schemathesis.generation.modes import GenerationMode

from contracts.errors import UsageError
from contracts.fuzzing.engine_document import EngineDocument
from contracts.fuzzing.engine_transport import BASE
from contracts.fuzzing.failure_classification import RULES

UNFIT_FOR_HEADERS = "".join(map(chr, (*range(0x09), *range(0x0A, 0x20), 0x7F)))

EXAMPLES = 30
"""Default number of generated requests per operation, regardless of the hypothesis profile of the caller."""

MORE_EXAMPLES = 100
"""Default number of generated requests for an operation at which something was found: there may be more."""

SEQUENCES = 12
"""Default number of generated sequences, which are expensive: each has up to six requests."""

KNOWN_SHARE = 0.5
"""Probability that a path parameter has an existing value."""


class FuzzSettings(ProjectConfig):
    """Settings of the engine with a custom example database.

    :ivar examples: stores failing examples for the next run; ``None`` to store none.
    :ivar explores_more: whether to send :data:`MORE_EXAMPLES` to an operation, by its label in the engine.
    """

    examples: ExampleDatabase | None = None
    explores_more: Callable[[str], bool] = staticmethod(lambda _: False)

    def generation_for(self, *, operation: Any = None, phase: str | None = None) -> GenerationConfig:
        """Return the generation settings of an operation, cached because the engine asks for them on every request."""
        made: dict[tuple[str, str | None], GenerationConfig] = self.__dict__.setdefault("made", {})
        key = (operation.label if operation is not None else "", phase)
        if key not in made:
            made[key] = super().generation_for(operation=operation, phase=phase)
        return made[key]

    def get_hypothesis_settings(self, **kwargs: Any) -> hypothesis.settings:
        """Return the hypothesis settings of the engine, with our database."""
        made = super().get_hypothesis_settings(**kwargs)
        phases = set(made.phases) - ({hypothesis.Phase.reuse} if self.examples is None else set())
        operation = kwargs.get("operation")
        is_more = operation is not None and self.explores_more(operation.label)
        number = max(made.max_examples, MORE_EXAMPLES) if is_more else made.max_examples
        return hypothesis.settings(made, database=self.examples, phases=phases, max_examples=number)


def engine_settings(
    document: EngineDocument,
    seed: int,
    phases: tuple[str, ...],
    max_examples: int | None,
    database: str | None,
    *,
    explores_more: Callable[[str], bool] = lambda _: False,
) -> SchemathesisConfig:
    """Return the settings for a run.

    :param max_examples: number of generated requests per operation, and of sequences; ``None`` for :data:`EXAMPLES`,
        :data:`SEQUENCES`, and :data:`MORE_EXAMPLES` for some operations.
    :param explores_more: see :class:`FuzzSettings`.
    :param database: a directory, or a ``redis://`` URL that several machines share.
    :raises UsageError: if the database cannot be used.
    """
    settings = FuzzSettings(base_url=BASE, auth=_auth(document), continue_on_failure=True)
    settings.examples = example_database(database)
    if max_examples is None:
        settings.explores_more = explores_more
    # The engine only tests whether this is "none"; the database itself is the one above.
    settings.generation.database = "none" if database is None else HYPOTHESIS_IN_MEMORY_DATABASE_IDENTIFIER
    settings.generation.max_examples = max_examples or EXAMPLES
    settings.phases.stateful.generation.max_examples = max_examples or SEQUENCES
    settings.generation.with_security_parameters = False
    settings.generation.exclude_header_characters = UNFIT_FOR_HEADERS
    settings.generation.modes = list(GenerationMode)
    settings.auth.auto_signup = False
    settings.phases.update(phases=list(phases))
    settings.phases.stateful.inference.algorithms = [settings.phases.stateful.inference.algorithms[0]]
    settings.checks.update(included_check_names=list(RULES))
    settings.analysis.constants.enabled = False
    known = {f"{operation} {name}": values for (operation, name), values in document.known.items()}
    settings.operations = OperationsConfig(operations=[_known(*key) for key in document.known])
    whole = SchemathesisConfig(
        seed=seed,
        projects=ProjectsConfig(default=settings),
        suppress_health_check=[HealthCheck.all],
        dictionaries={name: _dictionary(name, values) for name, values in known.items()},
    )
    whole.cache.enabled = False
    whole.output.truncation.max_recorded_payload_size = 0
    return whole


def example_database(place: str | None) -> ExampleDatabase | None:
    """Return the database of failing examples; see :func:`engine_settings`."""
    if place is None:
        return None
    if not place.startswith(("redis://", "rediss://", "unix://")):
        return DirectoryBasedExampleDatabase(place)
    try:
        from hypothesis.extra.redis import RedisExampleDatabase  # noqa: PLC0415 - needs a package of its own
        from redis import Redis, RedisError  # noqa: PLC0415 - the same
    except ImportError:
        raise UsageError("the Redis client is not installed", hint="pip install 'casemock[redis]'") from None
    try:
        client = Redis.from_url(place)
        client.ping()
    except (RedisError, ValueError) as error:
        raise UsageError(
            f"cannot use the example database: {error}", hint="check the URL, and that the Redis server is running"
        ) from error
    return RedisExampleDatabase(client)


@contextmanager
def default_profile() -> Iterator[None]:
    """Use the default hypothesis profile, whatever profile the caller has loaded.

    The profile that hypothesis uses in CI is derandomized per test instead of seeded, and stores no examples.
    """
    name = hypothesis.settings.get_current_profile_name()
    hypothesis.settings.load_profile("default")
    try:
        yield
    finally:
        hypothesis.settings.load_profile(name)


@contextmanager
def without_local_constants() -> Iterator[None]:
    """Disable the constants that hypothesis collects from imported modules."""
    collected, cache = providers._get_local_constants, providers.CONSTANTS_CACHE
    providers._get_local_constants = Constants
    providers.CONSTANTS_CACHE = type(cache)(cache.max_size)
    try:
        yield
    finally:
        providers._get_local_constants, providers.CONSTANTS_CACHE = collected, cache


def _auth(document: EngineDocument) -> AuthConfig:
    """Return credentials by scheme; not parsed by the engine, which would expand environment variables."""
    auth = AuthConfig()
    schemes = document.tree["components"]["securitySchemes"]
    for key, secret in document.secrets.items():
        scheme = schemes[key]
        if scheme["type"] == "apiKey":
            auth.openapi.schemes[key] = key_auth = ApiKeyAuthConfig()
            key_auth.api_key = secret
        elif scheme.get("scheme") == "basic":
            auth.openapi.schemes[key] = basic = HttpBasicAuthConfig()
            basic.username, _, basic.password = secret.partition(":")
        elif scheme.get("scheme") == "bearer":
            auth.openapi.schemes[key] = bearer = HttpBearerAuthConfig()
            bearer.bearer = secret
    return auth


def _known(operation: str, name: str) -> OperationConfig:
    """Use existing values for a path parameter of an operation."""
    only = FilterSet()
    only.include(operation_id=operation)
    binding = ParameterDictionaryBinding(f"{operation} {name}", KNOWN_SHARE)
    return OperationConfig(filter_set=only, parameters={f"path.{name}": binding})


def _dictionary(name: str, values: list[Any]) -> DictionaryDefinition:
    entries = tuple(DictionaryEntry(value, place) for place, value in enumerate(values))
    return DictionaryDefinition(name, entries, "values", None)
