"""Write the golden cases named ``generated-…`` anew: ``python -m tests.renew_golden``, after the generator was changed.

Their bodies are taken from the mock as it is now; what was meant to change, and what was not, shows in the diff.
"""

from __future__ import annotations

import re
from pathlib import Path

from contracts.traffic.golden import read_case
from contracts.traffic.recorded_case import RecordedCase
from mockserver.app import create_app
from mockserver.settings_values import SETTINGS
from tests.golden import case_files
from tests.wire import in_process

BODY = re.compile(r"(      body: \|-\n        )(.*)")


def renewed(case: RecordedCase) -> str:
    """The text of a case's file with the bodies that the mock answers with now."""
    settings = {name: SETTINGS[name].from_toml(value) for name, value in case.settings.items()}
    send = in_process(create_app(**settings))
    bodies = iter([send(exchange.request).body.decode() for exchange in case.exchanges])
    return BODY.sub(lambda match: match[1] + next(bodies), Path(case.name).read_text(encoding="utf-8"))


def main(files: list[Path]) -> None:
    """Renew those of the files that pin what is generated."""
    for path in files:
        if path.name.startswith("generated-"):
            path.write_text(renewed(read_case(path)), encoding="utf-8")


if __name__ == "__main__":
    main(case_files())
