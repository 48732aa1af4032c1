"""Static files, looked for once a process: every client of a test makes the middleware anew."""

from __future__ import annotations

from typing import Any

from config.api.middleware import Static


class ScannedOnce(Static):
    """What the real one does, which goes through all folders each time it is made."""

    found: dict[str, Any] | None = None

    def add_files_from_finders(self) -> None:
        if ScannedOnce.found is None:
            super().add_files_from_finders()
            ScannedOnce.found = dict(self.files)
        self.files.update(ScannedOnce.found)
