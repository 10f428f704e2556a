"""Generators of values: a schema is compiled once and called for every resource.

>>> generators = Generators(seed=7)
>>> case = generators.compile(contract.schema("/components/schemas/Case"))
>>> case("/cases\\0case-1")
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import Any

from contracts import garbage_collection
from contracts.errors import GenerationError
from contracts.findings import Finding
from contracts.generation.best_effort import BestEffortCompiler, best_value
from contracts.generation.budget import VALUE_PARTS, ExhaustedError, limited_parts, start_value
from contracts.generation.compiler import SchemaCompiler
from contracts.generation.context import PropertyContext
from contracts.generation.documented import DocumentedBestEffort, DocumentedCompiler
from contracts.generation.field_rows import FieldRow, FieldTable
from contracts.generation.json_writer import json_plan, text_of, with_hole
from contracts.generation.objects import ABSENT
from contracts.generation.parts import PartCompiler
from contracts.generation.plans import DEPTH, Constant, ImpossibleError, Plan
from contracts.generation.records import Pools
from contracts.generation.retry import CheckedPlan
from contracts.generation.seed import value_seeds
from contracts.generation.size import LEAST_DEPTH, usual_depth
from contracts.generation.timestamps import WINDOW
from contracts.spec.keys import Keys, value_at
from contracts.spec.processor_time import TooCostlyError
from contracts.spec.read_write_only import for_direction
from contracts.spec.schemas import Schema, SchemaSpace, scalar_content

PROBES = 4
"""The number of values that are validated when a schema is compiled, in addition to the checks of its plans."""

SIZES = 3
"""The number of values whose size is measured when a schema is compiled."""


class Generators:
    """The generators of one contract.

    :param seed: any integer; a different seed gives different values.
    :param locale: a faker locale, for names and addresses.
    :param best_effort: generate a value as valid as possible for a schema that allows none, instead of an error.
    :param documented: use the examples and defaults of schemas and their parts where there are any.
    :param optional: the share of objects that have an optional property, from 0 to 1; by default about nine in ten, so
        that test data has both. Where schemas are nested too deeply, objects have none.
    :param fields: rows that take precedence over the built-in table of names, see ``docs/generated-data.md``.
    :param with_errors: also generate optional properties with errors, as in error responses and requests.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        locale: str = "en_US",
        best_effort: bool = False,
        documented: bool = False,
        optional: float | None = None,
        with_errors: bool = False,
        fields: Sequence[FieldRow] = (),
    ) -> None:
        self.findings: list[Finding] = []
        """Warnings about unknown names in ``x-faker``, in order of compilation."""
        self._seed = seed
        self._by_locale: dict[str, Generators] = {locale: self}
        self._optional = optional
        self._with_errors = with_errors
        self._fields = tuple(fields)
        table = FieldTable(self._fields)
        self._seed_of = value_seeds(seed)
        pools = Pools(seed, locale)
        self._locale = locale
        self._documented = documented
        absent = ABSENT if optional is None else round(256 * (1 - optional))
        self._compiler = (DocumentedCompiler if documented else SchemaCompiler)(
            pools, self.findings, absent, with_errors=with_errors, fields=table
        )
        fallback = DocumentedBestEffort if documented else BestEffortCompiler
        self._fallback = fallback(pools, [], absent, with_errors=with_errors, fields=table) if best_effort else None
        self._generators: dict[tuple[Schema, str], Generator] = {}
        self._made: dict[Schema | tuple[SchemaSpace, str], Generator] = {}
        self._costly: set[Schema] = set()
        self._spaces: dict[tuple[SchemaSpace, str], SchemaSpace] = {}

    def for_locale(self, locale: str) -> Generators:
        """Return the generators of the same seed for another locale, cached; ``self`` if faker lacks the locale."""
        if locale not in self._by_locale:
            from faker.config import AVAILABLE_LOCALES  # noqa: PLC0415 (slow, and rarely needed)

            if locale not in AVAILABLE_LOCALES:
                return self
            made = self._with(locale, documented=self._documented, with_errors=self._with_errors)
            made._by_locale = self._by_locale
            self._by_locale[locale] = made
        return self._by_locale[locale]

    @cached_property
    def documented(self) -> Generators:
        """The generators that use documented examples and defaults where there are any, for static responses."""
        return self if self._documented else self._with(self._locale, documented=True, with_errors=self._with_errors)

    @cached_property
    def with_errors(self) -> Generators:
        """The generators of values with errors, for error responses and requests."""
        return self if self._with_errors else self._with(self._locale, documented=self._documented, with_errors=True)

    def _with(self, locale: str, *, documented: bool, with_errors: bool) -> Generators:
        made = Generators(
            seed=self._seed,
            locale=locale,
            best_effort=self._fallback is not None,
            documented=documented,
            optional=self._optional,
            with_errors=with_errors,
            fields=self._fields,
        )
        made._spaces = self._spaces  # compiled schemas depend on neither
        return made

    def compile(self, schema: Schema, direction: str = "response") -> Generator:
        """Return the generator of a schema, cached.

        :param direction: ``response`` omits ``writeOnly`` properties, ``request`` omits ``readOnly`` ones.
        :raises GenerationError: with the location of the schema, if no value satisfies it; never with ``best_effort``.
            Also if it was interrupted once because it takes too long.
        """
        key = (schema, direction)
        if key not in self._generators:
            self._generators[key] = self._generator(
                self._space(schema.space, direction).at(schema.pointer).final_target
            )
        return self._generators[key]

    def _generator(self, schema: Schema) -> Generator:
        """Return the generator of a schema that is not only a reference; equal simple schemas share one."""
        if schema in self._costly:
            location = schema.space.document.locate(schema.pointer)
            raise GenerationError("no value for this schema: compiling it takes too long", location=location)
        content = scalar_content(schema)
        key = (schema.space, content) if content else schema
        if key in self._made:
            return self._made[key]
        try:
            made = Generator(self._compiler, self._seed, schema, self._fallback, is_documented=self._documented)
        except TooCostlyError:
            self._costly.add(schema)
            raise
        if not (content and made.problem):  # which names the location of one schema
            self._made[key] = made
        return made

    def compile_part(self, schema: Schema, keys: Keys, make: Callable[[str], Any]) -> Callable[[str], Any]:
        """Return a function that returns a part of the value that :meth:`compile` makes for a key.

        If the part does not depend on the rest of the value, the rest is neither compiled nor generated. The part is
        then the one of the first attempt, also if the rest is not valid.

        :param keys: the path of the part; not empty.
        :param make: makes the whole value of a key, if that is necessary.
        """
        own = self._space(schema.space, "response").at(schema.pointer)
        plan = None
        start_value()
        if not self._documented:
            with suppress(ImpossibleError, RecursionError), self._compiler.compiling():
                plan = PartCompiler(self._compiler).plan((own,), PropertyContext(), keys, LEAST_DEPTH)
        return partial(self._part, plan, keys, make)

    def _part(self, plan: Plan | None, keys: Keys, make: Callable[[str], Any], key: str) -> Any:
        if plan is not None:
            start_value()
            with suppress(ImpossibleError, RecursionError):
                return value_at(plan.value(self._seed_of(key), WINDOW, DEPTH), keys)
        return value_at(make(key), keys)

    def _space(self, space: SchemaSpace, direction: str) -> SchemaSpace:
        key = (space, direction)
        if key not in self._spaces:
            self._spaces[key] = space
            if space.has_flag(direction):
                self._spaces[key] = SchemaSpace(for_direction(space.tree, direction, hide=True), space.document)
        return self._spaces[key]


class Generator:
    """Generates values of one schema; created by :meth:`Generators.compile`.

    :param fallback: compiles the schema if it allows no value, or ``None`` to raise an error.
    :param is_documented: whether values are documented ones, which are not replaced if they are not valid.
    :ivar problem: where and why the schema allows no value; ``""`` if it does.
    """

    def __init__(
        self,
        compiler: SchemaCompiler,
        seed: int,
        schema: Schema,
        fallback: SchemaCompiler | None = None,
        *,
        is_documented: bool = False,
    ) -> None:
        self.schema = schema
        self.problem = ""
        self._depth = DEPTH
        self._is_documented = is_documented
        self._fallback = fallback
        self._seed_of = value_seeds(seed)
        try:
            self._plan: Plan = self._compiled(compiler)
        except GenerationError as problem:
            if fallback is None:
                raise
            self.problem = f"{problem.location}: {problem.message}"
            self._plan = self._best_plan(fallback)

    def _compiled(self, compiler: SchemaCompiler) -> Plan:
        """Return a plan with valid values only. Raises :class:`GenerationError` if there are none."""
        start_value()
        try:
            with compiler.compiling(), garbage_collection.paused():
                return self._checked_plan(compiler)
        except ImpossibleError as problem:
            raise self._error(problem) from problem
        except RecursionError:
            raise self._error("it is nested too deeply") from None

    def _checked_plan(self, compiler: SchemaCompiler) -> Plan:
        plan = compiler.plan((self.schema,), PropertyContext())
        self._depth = usual_depth(plan, [self._seed_of(f"size {number}") for number in range(SIZES)])
        if self._holds(plan) or self._is_documented:
            return plan
        chosen = CheckedPlan(plan, self.schema.is_valid)
        self._holds(chosen)
        return chosen

    def _best_plan(self, fallback: SchemaCompiler) -> Plan:
        try:
            with fallback.compiling():
                plan = fallback.plan((self.schema,), PropertyContext())
                self._limit_depth(plan)
        except (ImpossibleError, RecursionError):
            return Constant(best_value((self.schema,)))
        return plan

    def _limit_depth(self, plan: Plan) -> None:
        """Omit optional parts earlier if values are too large. Raises :class:`ExhaustedError` if they still are."""
        try:
            self._probe(plan, 0)
        except ExhaustedError:
            self._depth = LEAST_DEPTH
            self._probe(plan, 0)
        except (ImpossibleError, RecursionError):  # other values may be possible
            pass

    def __call__(self, key: str) -> Any:
        """Return a value of the schema, the same for the same key.

        :param key: identifies the resource, e.g. its collection and id.
        :raises GenerationError: if no valid value is found within the limits.
        """
        try:
            return self._at(self._plan, key)
        except GenerationError:
            if self._fallback is None:
                raise
            return best_value((self.schema,))

    def text(self, key: str) -> str:
        """Return the value of a key as JSON, faster than by encoding the value. Raises :class:`GenerationError`."""
        return self._text_at(self._written, key) or text_of(self(key))

    @cached_property
    def _written(self) -> Plan:
        return json_plan(self._plan)

    def texts_with(self, name: str) -> Callable[[str], str | None] | None:
        """Return a function that returns the JSON of a key's value with a placeholder for a property.

        The placeholder is ``HOLE`` of :mod:`contracts.generation.json_writer`.

        :returns: ``None`` if the plan does not support it; the function returns ``None`` if a value does not.
        """
        plan = with_hole(self._plan, name)
        return None if plan is None else partial(self._text_at, plan)

    def _text_at(self, plan: Plan, key: str) -> str | None:
        """Return the JSON of a plan; ``None`` if a part is impossible, which only :meth:`__call__` can omit."""
        start_value()
        try:
            text: str = plan.value(self._seed_of(key), WINDOW, self._depth)
        except (ImpossibleError, RecursionError):
            return None
        return text

    def _at(self, plan: Plan, key: str) -> Any:
        start_value()
        try:
            return plan.value(self._seed_of(key), WINDOW, self._depth)
        except ImpossibleError as problem:
            raise self._error(problem) from problem
        except RecursionError:
            raise self._error("it is nested too deeply") from None

    def _holds(self, plan: Plan) -> bool:
        return all(self.schema.is_valid(self._probe(plan, number)) for number in range(PROBES))

    def _probe(self, plan: Plan, number: int) -> Any:
        with limited_parts(VALUE_PARTS):
            return plan.value(self._seed_of(f"probe {number}"), WINDOW, self._depth)

    def _error(self, problem: ImpossibleError | str) -> GenerationError:
        location = self.schema.space.document.locate(self.schema.pointer)
        return GenerationError(
            f"no value for this schema: {problem}",
            location=location,
            hint="relax the schema, or give the response an example",
        )
