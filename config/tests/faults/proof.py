"""What members were told, held against the database itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from config.testing.served import Served
from config.tests.faults import ears

if TYPE_CHECKING:
    from config.tests.faults.load import Told4Sure


def rows(served: Served, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What the served platform's database answers."""
    import psycopg

    with psycopg.connect(served.environment["DATABASE_URL"], autocommit=True, connect_timeout=5) as connection:
        return connection.execute(statement, values or None).fetchall()


def number(served: Served, statement: str, *values: Any) -> int:
    """The first number of the first row."""
    return int(rows(served, statement, *values)[0][0])


def prove_told(served: Served, told: Told4Sure) -> None:
    """Every member, publication, favourite, comment and session that was answered is there, once."""
    members = dict(rows(served, "SELECT username, id FROM accounts_user"))
    assert set(told.members) <= set(members)
    published = {str(pk) for (pk,) in rows(served, "SELECT id FROM workbooks_workbook WHERE status = 'published'")}
    assert set(told.published) <= published
    titles = Counter(title for (title,) in rows(served, "SELECT title FROM workbooks_workbook"))
    assert {titles[f"Load {mark}"] for mark in told.published.values()} <= {1}
    pairs = rows(served, "SELECT member_id, workbook_id FROM workbooks_favorite")
    favourites = {(who, str(what)) for who, what in pairs}
    assert {(members[name], workbook) for name, workbook in told.favourites} <= favourites
    said = Counter(body for (body,) in rows(served, "SELECT body FROM workbooks_comment"))
    assert {said[f"Said once: {key}"] for key in told.comments} <= {1}
    assert [body for body, times in said.items() if body.startswith("Said once") and times > 1] == []
    for name, refresh in told.sessions.items():
        answer = served.ask("POST", "/api/v1/auth/refresh", {"refresh": refresh})
        assert answer.status == 200, f"the newest refresh token of {name} is refused: {answer.body!r}"


def owed(served: Served) -> int:
    """How many deliveries are to be done yet; a parked one waits for an operator and is none of them."""
    return number(served, "SELECT count(*) FROM events_delivery WHERE state = 'pending'")


def prove_whole(served: Served) -> None:
    """Every subscriber has heard of every publication once, and the checker finds nothing."""
    causes = {str(pk) for (pk,) in rows(served, "SELECT id FROM events_domainevent WHERE name = %s", ears.PUBLISHED)}
    for name in ears.NAMES:
        entries = rows(served, "SELECT target_id FROM audit_auditentry WHERE target_type = %s", name)
        heard = Counter(cause for (cause,) in entries)
        assert set(heard) == causes, f"{name} missed {sorted(causes - set(heard))[:5]}"
        assert set(heard.values()) <= {1}, f"{name} heard of one publication twice"
    assert served.findings() == []
