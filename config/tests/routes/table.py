"""The route × role table in `access.txt`: read by the tests, written only when a person asks for it."""

from __future__ import annotations

from pathlib import Path

from config.tests.routes.resolver import routes

ACTORS = (
    "anonymous", "unverified", "owner", "friend", "stranger", "blocked", "muted", "agent", "moderator", "manager",
    "admin",
)  # fmt: skip
TABLE = Path(__file__).parent / "access.txt"
HEADER = "# route | " + " ".join(ACTORS)


def read_table() -> dict[str, list[int]]:
    """The statuses of each route, in the order of the actors."""
    if not TABLE.exists():
        return {}
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            key, _, statuses = line.partition("|")
            rows[key.strip()] = [int(status) for status in statuses.split()]
    return rows


def write_row(key: str, seen: list[int]) -> None:
    """Keep what was seen of a route; rows of routes that are gone go."""
    rows = {row: statuses for row, statuses in read_table().items() if row in {route.key for route in routes()}}
    rows[key] = seen
    lines = [HEADER, *(f"{row} | {' '.join(map(str, statuses))}" for row, statuses in sorted(rows.items()))]
    TABLE.write_text("\n".join(lines) + "\n")
