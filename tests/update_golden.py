"""``python -m tests.update_golden``: update the golden cases ``generated-…`` after a change of the generator.

Their bodies become those that the mock returns now. Review the diff for unintended changes.
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


def updated_text(case: RecordedCase) -> str:
    """Return the text of a case's file with the current response bodies."""
    settings = {name: SETTINGS[name].from_toml(value) for name, value in case.settings.items()}
    send = in_process(create_app(**settings))
    bodies = iter([send(exchange.request).body.decode() for exchange in case.exchanges])
    return BODY.sub(lambda match: match[1] + next(bodies), Path(case.name).read_text(encoding="utf-8"))


def main(files: list[Path]) -> None:
    """Update the files that contain generated bodies."""
    for path in files:
        if path.name.startswith("generated-"):
            path.write_text(updated_text(read_case(path)), encoding="utf-8")


if __name__ == "__main__":
    main(case_files())
