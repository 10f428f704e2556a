"""Lists of ignores, ``.casemock-ignore``: a line for each, a rule and where it does not count."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from posixpath import normpath

from contracts.errors import SettingsError
from contracts.findings import Finding, Location
from contracts.lint.suppression import NEVER, Suppression, shown

DEFAULT = ".casemock-ignore"
"""The list of a folder that is read without being named."""

HEAD = "# What 'contracts validate' does not speak of: RULE  FILE#/json/pointer, with * and ** for anything."


def read_list(path: Path) -> list[Suppression]:
    """The ignores of a list.

    :raises SettingsError: for a file that cannot be read, or a line that is none.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").splitlines()
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", location=Location(str(path))) from None
    except UnicodeDecodeError:
        raise SettingsError("not UTF-8", location=Location(str(path)), hint="save it as UTF-8") from None
    folder = str(path.absolute().parent)
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("# ") or line.strip() == "#":
            continue
        rule, _, rest = line.strip().partition(" ")
        file, has_pointer, pointer = rest.strip().partition("#")
        place = Location(str(path), number, 1)
        if not file or (pointer and not pointer.startswith(("/", "*"))):
            hint = "write RULE  FILE#/json/pointer; comments begin with '# '"
            raise SettingsError(f"no ignore: {line.strip()!r}", location=place, hint=hint)
        found.append(Suppression(rule, place, normpath(file), pointer=pointer if has_pointer else "**", folder=folder))
    return found


def listed(findings: Iterable[Finding], folder: Path, before: str = "") -> str:
    """The text of a list that ignores the findings.

    :param folder: where the list is to lie.
    :param before: the list as it is; its lines stay.
    """
    known = before.splitlines()
    lines = {
        f"{one.rule}  {_escaped(shown(one.location.file, str(folder.absolute())))}#{_escaped(one.location.pointer)}"
        for one in findings
        if one.rule not in NEVER
    }
    return "".join(f"{line}\n" for line in [*(known or [HEAD]), *sorted(lines - set(known))])


def _escaped(text: str) -> str:
    return text.replace("*", "?")
