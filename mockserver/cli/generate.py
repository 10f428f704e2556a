"""``mockserver generate``: generate valid data, one JSON value per line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from contracts.cli.support import OK, Parser, write
from contracts.errors import UsageError
from contracts.escaping import printable_json
from contracts.spec.pointers import child_pointer
from contracts.spec.processor_time import limited_processor_time
from contracts.wording import suggestion
from mockserver.cli.flags import add_options, settings_of

if TYPE_CHECKING:
    from contracts.generation.generate import Generators
    from contracts.spec.model import Contract, Operation
    from contracts.spec.schemas import Schema

HELP = "generate valid data as NDJSON, for use as fixtures"

DESCRIPTION = "Generate data that is valid for a schema of the document, as NDJSON: one JSON value per line."

EPILOG = """\
examples:
  {prog} petstore.yaml --schema Pet -n 1000 > pets.ndjson
  {prog} petstore.yaml --operation listPets             a body of the operation's successful response

The same seed and locale give the same data on every machine."""

BATCH = 500
"""Number of lines per write."""

MANY = 5000
"""Number of values from which a progress bar is shown."""

LARGEST = 10**9


def configure(parser: Parser) -> Parser:
    """Add the arguments of the command to its parser."""
    parser.epilog = EPILOG.format(prog=parser.prog)
    parser.add_argument("spec", metavar="SPEC", help="OpenAPI document, 2.0 to 3.2, YAML or JSON")
    selection = parser.add_argument_group("selection").add_mutually_exclusive_group(required=True)
    selection.add_argument("--schema", metavar="NAME", help="generate values of this schema in components/schemas")
    selection.add_argument("--operation", metavar="ID", help="generate bodies of this operation's successful response")
    parser.add_argument("-n", "--number", metavar="N", default="1", help="number of values (default: 1)")
    add_options(parser, "strict_document", "allow_remote", "allow_folders", "seed", "locale")
    parser.set_defaults(execute=execute, parser=parser)
    return parser


def execute(arguments: argparse.Namespace) -> int:
    """Write the values to standard output."""
    number = _number(arguments.number)
    settings = settings_of(arguments)
    # Imported after the options are checked, for fast error messages.
    from contracts.generation.generate import Generators  # noqa: PLC0415
    from mockserver.cli.problems import report_problems  # noqa: PLC0415
    from mockserver.documents import read_served  # noqa: PLC0415

    with limited_processor_time():
        document = read_served(arguments.spec, settings)
        report_problems([document])
        contract = document.contract
        generators = Generators(seed=settings.seed, locale=settings.locale, fields=settings.fields)
        if arguments.schema is not None:
            name = arguments.schema
            generate: Callable[[str], str] = generators.compile(_named_schema(contract, name)).text
        else:
            name = arguments.operation
            generate = _bodies(contract, name, generators)
    for batch in _shown(_batches(generate, name, number), number):
        write(batch)
    return OK


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text) or not 0 < int(text) <= LARGEST:
        raise UsageError(f"-n: expected an integer from 1 to {LARGEST}, not '{text[:20]}'")
    return int(text)


def _named_schema(contract: Contract, name: str) -> Schema:
    names = contract.tree.get("components", {}).get("schemas", {})
    if name not in names:
        hint = suggestion(name, names) or _known("schemas", names)
        raise UsageError(f"--schema: no schema '{name}' in the document", hint=hint)
    return contract.schema(child_pointer("/components/schemas", name))


def _bodies(contract: Contract, identifier: str, generators: Generators) -> Callable[[str], str]:
    """Return a function that generates bodies of an operation, in which copies of an item's id are consistent."""
    from contracts.generation.json_writer import text_of  # noqa: PLC0415 (as in execute)
    from mockserver.state.item_schema import id_propagator  # noqa: PLC0415

    operation = _operation(contract, identifier)
    schema = _response_schema(operation)
    make, propagate_id = generators.compile(schema), id_propagator(operation, schema, contract.operations)
    return make.text if propagate_id is None else lambda key: text_of(propagate_id(make(key)))


def _operation(contract: Contract, identifier: str) -> Operation:
    operation = contract.operation(identifier)
    if operation is None:
        known = [item.id for item in contract.operations]
        hint = suggestion(identifier, known) or _known("operations", known)
        raise UsageError(f"--operation: no operation '{identifier}' in the document", hint=hint)
    return operation


def _response_schema(operation: Operation) -> Schema:
    content = operation.success.content if operation.success else ()
    schema = next((media_type.schema for media_type in content if media_type.schema is not None), None)
    if schema is None:
        message = f"--operation: the successful response of '{operation.id}' has no schema"
        raise UsageError(message, hint="use --schema")
    return schema


def _known(what: str, names: Any) -> str:
    shown = sorted(names)
    rest = f" and {len(shown) - 20} more" if len(shown) > 20 else ""
    return f"available {what}: {', '.join(shown[:20])}{rest}" if shown else f"the document has no {what}"


def _batches(generate: Callable[[str], str], name: str, number: int) -> Iterator[bytes]:
    for start in range(0, number, BATCH):
        keys = (f"{name}/{index}" for index in range(start, min(start + BATCH, number)))
        yield printable_json("".join([f"{generate(key)}\n" for key in keys])).encode()


def _shown(batches: Iterator[bytes], number: int) -> Iterator[bytes]:
    """Return the batches, with a progress bar on standard error if there are many and it is a terminal."""
    if number < MANY or not sys.stderr.isatty() or sys.stdout.isatty():
        return batches
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    total = -(-number // BATCH)
    return iter(track(batches, "generating", total, console=Console(stderr=True), transient=True))
