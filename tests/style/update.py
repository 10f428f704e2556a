"""Write the texts and error messages that ``tests/style`` pins: ``python -m tests.style.update``."""

from __future__ import annotations

from tests.style.errors import FILE, transcript
from tests.style.texts import FOLDER, texts

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name, content in texts().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
    FILE.write_text(transcript(), encoding="utf-8")
