"""``mockserver run``: run a mock server."""

from __future__ import annotations

import argparse

from contracts import garbage_collection
from contracts.cli.support import Parser
from mockserver.cli.flags import add_options, settings_of

HELP = "run a mock server for OpenAPI documents"

DESCRIPTION = """\
Run a mock server for OpenAPI documents until Ctrl-C. Responses contain generated data that is valid for the document.
The index page with all operations is at /__mock__/, Swagger UI at /__mock__/ui/."""

EPILOG = """\
examples:
  {prog}                                 the bundled case APIs on http://127.0.0.1:8080
  {prog} petstore.yaml --port 4010       your own document
  {prog} draft.yaml --strict-document    refuse a document with errors
  {prog} --api serverops                 one API of the document, at the root
  {prog} petstore.yaml --base-path /v2   all paths also below /v2
  {prog} --token so_live_me=cases:read   a token with read access only
  {prog} petstore.yaml --data pets       initial items from a file or folder
  {prog} --store sqlite:mock.db          keep written items across restarts
  {prog} --fault '*: 503 rate=0.1'       one of ten requests fails
  {prog} --callback-host hooks.internal  send callbacks and webhooks to this host, too
  {prog} --config ci/casemock.toml       settings from a file

Each option can also be set in the environment (CASEMOCK_MAX_BODY=1MiB) or in the settings file (max_body = "1MiB").
Options take precedence over environment variables, and these over the settings file. Tokens in the settings file:
a table [tokens] with entries such as so_live_me = ["cases:read"], or true for all scopes."""


def configure(parser: Parser) -> Parser:
    """Add the arguments of the command to its parser."""
    parser.epilog = EPILOG.format(prog=parser.prog)
    add_options(
        parser,
        *("specs", "api", "base_path", "strict_document", "allow_remote", "allow_folders", "cache", "host"),
        *("port", "url_file", "seed", "locale"),
        *("optional", "static", "strict", "validate", "auth", "accept_check"),
        *("tokens", "token_lifetime", "allow_hosts", "callbacks", "callback_hosts", "cors", "cors_origins"),
        *("data", "closed", "keep_server_urls"),
        *("store", "store_mismatch", "admin_token"),
        *("stubs", "faults", "delay", "rate_limit"),
        *("workers", "reload", "max_body", "quiet", "verbose", "log_format", "journal", "journal_size"),
    )
    parser.set_defaults(execute=execute, parser=parser)
    return parser


def execute(arguments: argparse.Namespace) -> int:
    """Serve until a signal arrives."""
    settings = settings_of(arguments)
    with garbage_collection.paused():  # it would take a tenth of the time of the imports
        from mockserver.server.serve import serve  # noqa: PLC0415 (after the options are checked, for fast error messages)

    return serve(settings)
