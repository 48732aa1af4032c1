"""The floor of an endpoint: its bare statements by psycopg on the same server, and an answer of the same bytes.

A WSGI application without Django. What it does for each path is in the JSON file that `FLOOR` names: `replay` runs
statements as they were seen of ours and answers with our bytes; the writes do the least that leaves right counts.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import argon2
import psycopg

Start = Callable[[str, list[tuple[str, str]]], object]

_kept: dict[str, Any] = {}


def _known() -> dict[str, Any]:
    if not _kept:
        _kept.update(json.loads(Path(os.environ["FLOOR"]).read_text()))
        _kept["link"] = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=None)
    return _kept


def _replay(known: dict[str, Any], path: str) -> bytes:
    for statement in known["replay"][path]:
        with known["link"].cursor() as cursor:
            cursor.execute(statement)
            cursor.fetchall()
    return known["answers"][path].encode()


def _favorite(known: dict[str, Any], workbook: str) -> bytes:
    link, row = known["link"], (uuid.uuid4(), datetime.now(UTC), known["member"], workbook)
    with link.transaction():
        link.execute(
            "INSERT INTO workbooks_favorite (id, created_at, member_id, workbook_id) VALUES (%s, %s, %s, %s)", row
        )
        changed = "UPDATE workbooks_workbook SET favorite_count = favorite_count + 1 WHERE id = %s RETURNING 1"
        link.execute(changed, [workbook]).fetchall()
    return known["answers"]["favorite"].encode()


def _comment(known: dict[str, Any], workbook: str, body: str) -> bytes:
    link, comment_id = known["link"], uuid.uuid4()
    with link.transaction():
        link.execute(
            "INSERT INTO workbooks_comment (id, created_at, workbook_id, author_id, thread, body, like_count)"
            " VALUES (%s, %s, %s, %s, %s, %s, 0)",
            [comment_id, datetime.now(UTC), workbook, known["member"], comment_id, body],
        )
        changed = "UPDATE workbooks_workbook SET comment_count = comment_count + 1 WHERE id = %s RETURNING 1"
        link.execute(changed, [workbook]).fetchall()
    return known["answers"]["comment"].encode()


def _follow(known: dict[str, Any], follower: str, followee: str, *, ends: bool) -> bytes:
    """The edge and both counts, the rows held in one order."""
    link, change = known["link"], -1 if ends else 1
    with link.transaction():
        if ends:
            link.execute("DELETE FROM social_follow WHERE follower_id = %s AND followee_id = %s", [follower, followee])
        else:
            link.execute(
                "INSERT INTO social_follow (id, follower_id, followee_id, created_at) VALUES (%s, %s, %s, %s)",
                [uuid.uuid4(), follower, followee, datetime.now(UTC)],
            )
        for person in sorted((follower, followee)):
            count = "following_count" if person == follower else "followers_count"
            counted = f"UPDATE accounts_profile SET {count} = {count} + %s WHERE user_id = %s"
            link.execute(counted, [change, person])
    return b'{"is_following": true}'


def _sign_in(known: dict[str, Any], body: dict[str, str]) -> bytes:
    sql = "SELECT password FROM accounts_user WHERE username = %s"
    (encoded,) = known["link"].execute(sql, [body["username"]]).fetchone()
    argon2.PasswordHasher().verify(encoded.removeprefix("argon2"), body["password"])
    return known["answers"]["sign-in"].encode()


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """One of the endpoints, by path."""
    known, path = _known(), environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] == "GET":
        answer = _replay(known, path)
    else:
        sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        parts = path.split("/")
        if parts[-1] == "follow":
            ends = environ["REQUEST_METHOD"] == "DELETE"
            answer = _follow(known, environ["HTTP_X_MEMBER"], parts[-2], ends=ends)
        elif parts[-1] == "favorite":
            answer = _favorite(known, parts[-2])
        elif parts[-1] == "comments":
            answer = _comment(known, parts[-2], json.loads(sent)["body"])
        else:
            answer = _sign_in(known, json.loads(sent))
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]
