"""Settings from options, environment variables and files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import UsageError
from mockserver.settings import Settings, bundled_document, checked, gather, specs_of


def made(flags: dict[str, Any] | None = None, environ: dict[str, str] | None = None, **rest: Any) -> Settings:
    return gather(flags or {}, environ=environ or {}, **rest)


def test_defaults(tmp_path: Path) -> None:
    assert made(directory=tmp_path) == Settings()


def test_precedence_of_sources(tmp_path: Path) -> None:
    (tmp_path / "casemock.toml").write_text('port = 1\nhost = "127.0.0.9"\nseed = 3\n')
    environ = {"CASEMOCK_PORT": "2", "CASEMOCK_HOST": "environment"}
    settings = made({"port": "4"}, environ, directory=tmp_path)
    assert (settings.port, settings.host, settings.seed) == (4, "environment", 3)


def test_every_setting_has_an_environment_variable(tmp_path: Path) -> None:
    environ = {
        "CASEMOCK_SPECS": os.pathsep.join(["a.yaml", "b c.yaml"]),
        "CASEMOCK_API": "tines",
        "CASEMOCK_STATIC": "1",
        "CASEMOCK_CORS": "off",
        "CASEMOCK_TOKENS": "one=cases:read,cases:write two",
        "CASEMOCK_MAX_BODY": "2 KiB",
        "CASEMOCK_LOCALE": "de-DE",
        "CASEMOCK_DATA": "pets",
        "CASEMOCK_CLOSED": "yes",
        "UNRELATED": "x",
    }
    settings = made(environ=environ, directory=tmp_path)
    assert settings == Settings(
        specs=("a.yaml", "b c.yaml"),
        api="tines",
        static=True,
        cors=False,
        tokens={"one": ("cases:read", "cases:write"), "two": None},
        max_body=2048,
        locale="de_DE",
        data="pets",
        closed=True,
    )


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("CASEMOCK_PORT", "many", "CASEMOCK_PORT: expected an integer from 0 to 65535, not 'many'"),
        ("CASEMOCK_PORT", "70000", "CASEMOCK_PORT: expected an integer from 0 to 65535, not '70000'"),
        ("CASEMOCK_SEED", "9" * 5000, "CASEMOCK_SEED: expected an integer from 0 to 9223372036854775807, not"),
        ("CASEMOCK_CORS", "maybe", "CASEMOCK_CORS: expected true or false, not 'maybe'"),
        ("CASEMOCK_MAX_BODY", "10 apples", "CASEMOCK_MAX_BODY: expected a size in bytes such as 65536 or 10MiB"),
        ("CASEMOCK_LOCALE", "en_us", "CASEMOCK_LOCALE: expected a faker locale such as en_US or "),
        ("CASEMOCK_LOCALE", "zz_ZZ", "CASEMOCK_LOCALE: expected a faker locale such as "),
        ("CASEMOCK_PROT", "1", "unknown environment variable CASEMOCK_PROT"),
    ],
)
def test_environment_errors_name_the_variable(variable: str, value: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        made(environ={variable: value})
    assert caught.value.message.startswith(message)
    assert len(caught.value.message) < 160


def test_a_misspelt_variable_has_a_suggestion() -> None:
    with pytest.raises(UsageError) as caught:
        made(environ={"CASEMOCK_WORKER": "2"})
    assert caught.value.hint == "did you mean CASEMOCK_WORKERS?"


SERVICE_LINKS = {
    "CASEMOCK_SERVICE_HOST": "10.0.0.1",
    "CASEMOCK_SERVICE_PORT": "8080",
    "CASEMOCK_SERVICE_PORT_HTTP": "8080",
    "CASEMOCK_PORT": "tcp://10.0.0.1:8080",
    "CASEMOCK_PORT_8080_TCP": "tcp://10.0.0.1:8080",
    "CASEMOCK_PORT_8080_TCP_PROTO": "tcp",
    "CASEMOCK_PORT_8080_TCP_PORT": "8080",
    "CASEMOCK_PORT_8080_TCP_ADDR": "10.0.0.1",
    # of a Service named casemock-s
    "CASEMOCK_S_SERVICE_HOST": "10.0.0.2",
    "CASEMOCK_S_SERVICE_PORT": "80",
    "CASEMOCK_S_PORT": "tcp://10.0.0.2:80",
    "CASEMOCK_S_PORT_80_TCP": "tcp://10.0.0.2:80",
}
"""What Kubernetes sets in each container of a namespace with Services of these names."""


def test_variables_of_a_kubernetes_service_are_ignored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert made(environ=SERVICE_LINKS, directory=tmp_path) == Settings()
    note = capsys.readouterr().err
    assert note.startswith("note: CASEMOCK_PORT is ignored")
    assert note.count("\n") == 1


def test_the_file_sets_the_port_where_the_variable_is_a_service_link(tmp_path: Path) -> None:
    (tmp_path / "casemock.toml").write_text("port = 9\n")
    assert made(environ=SERVICE_LINKS, directory=tmp_path).port == 9


def test_a_port_on_the_command_line_needs_no_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert made({"port": "7"}, SERVICE_LINKS, directory=tmp_path).port == 7
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("value", ["udp://10.0.0.1:53", "sctp://10.0.0.1:9", "tcp://[fd00::1]:8080"])
def test_service_links_of_other_protocols(value: str, tmp_path: Path) -> None:
    assert made(environ={"CASEMOCK_PORT": value}, directory=tmp_path) == Settings()


@pytest.mark.parametrize("value", ["tcp://", "http://10.0.0.1:8080", "10.0.0.1:8080", " tcp://10.0.0.1:8080", ""])
def test_a_wrong_port_stays_an_error(value: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="CASEMOCK_PORT: expected an integer"):
        made(environ={"CASEMOCK_PORT": value}, directory=tmp_path)


def test_a_service_link_is_a_port_only() -> None:
    with pytest.raises(UsageError, match="CASEMOCK_SEED: expected an integer"):
        made(environ={"CASEMOCK_SEED": "tcp://10.0.0.1:8080"})


def test_option_errors_name_the_option() -> None:
    with pytest.raises(UsageError, match=r"^--max-body: expected a size"):
        made({"max_body": "lots"})


def test_tokens_are_named_by_position_and_never_shown() -> None:
    with pytest.raises(UsageError) as caught:
        made({"tokens": ["good=a", "top_secret=a,,b"]})
    assert "token 2" in caught.value.message
    assert "secret" not in caught.value.message + caught.value.hint
    assert "secret" not in repr(Settings(tokens={"top_secret": None}))


@pytest.mark.parametrize(
    ("text", "token", "scopes"),
    [
        ("abc", "abc", None),
        ("abc=x", "abc", ("x",)),
        ("abc=x,y:z", "abc", ("x", "y:z")),
        ("YWJj==", "YWJj==", None),
        ("YWI==x", "YWI=", ("x",)),
        ("user:pass", "user:pass", None),
    ],
)
def test_token_option(text: str, token: str, scopes: tuple[str, ...] | None, tmp_path: Path) -> None:
    assert made({"tokens": [text]}, directory=tmp_path).tokens == {token: scopes}


@pytest.mark.parametrize("text", ["", "=", "=x", "tökén", "a\nb", "a=x y"])
def test_invalid_token_options(text: str) -> None:
    with pytest.raises(UsageError, match=r"^--token: token 1: expected"):
        made({"tokens": [text]})


def test_reload_and_workers_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="--reload requires a single worker"):
        made({"reload": True, "workers": "2"})


def test_the_config_option_precedes_the_variable(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("port = 1\n")
    (tmp_path / "b.toml").write_text("port = 2\n")
    environ = {"CASEMOCK_CONFIG": str(tmp_path / "b.toml")}
    assert made(environ=environ).port == 2
    assert made(environ=environ, config=str(tmp_path / "a.toml")).port == 1


@pytest.mark.parametrize(
    ("overrides", "message", "hint"),
    [
        ({"locale": "xx_XX"}, "locale: expected a faker locale", ""),
        ({"port": 70000}, "port: expected an integer from 0 to 65535", ""),
        ({"sede": 7}, "unknown setting sede", "did you mean seed?"),
    ],
)
def test_overrides_are_validated(overrides: dict[str, Any], message: str, hint: str) -> None:
    with pytest.raises(UsageError, match=message) as refused:
        checked(overrides)
    assert refused.value.hint == hint


def test_overrides_can_have_python_types() -> None:
    overrides = {"seed": 7, "tokens": {"t": ("a",)}, "specs": ("a.yaml",), "store": "memory"}
    assert checked(overrides) == overrides


def test_bundled_document_exists() -> None:
    assert bundled_document().read_text(encoding="utf-8").find("\nopenapi: 3.1.0\n") > 0


def test_configured_documents_replace_the_bundled_one() -> None:
    assert specs_of(Settings(specs=("a.yaml", "b.yaml"))) == ("a.yaml", "b.yaml")
    assert specs_of(Settings()) == (str(bundled_document()),)
