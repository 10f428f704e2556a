"""Write ``docs/compatibility.md``: ``python -m tests.compatibility.update``."""

from __future__ import annotations

from tests.compatibility.page import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
