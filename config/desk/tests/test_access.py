"""Every page of the desk with every role: the table `access.txt` says who gets which status.

`DESK_TABLE=write pytest config/desk/tests/test_access.py` writes what it sees, for a person to read in the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib import admin
from django.db import transaction

from accounts.auth import revocation
from config.desk import access
from config.desk.tests.world import ACTORS, client_of, furnish, pages, people

TABLE = Path(__file__).parent / "access.txt"
HEADER = "# page | " + " ".join(ACTORS) + "   (GET; then, where it has a form, POST of an empty one)"

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("desk"), pytest.mark.deep]


@pytest.fixture
def seen(request, owner, friend, moderator) -> dict[str, str]:
    everyone = people(request)
    furnish(owner, friend, moderator)
    owner.refresh_from_db()
    clients = {actor: client_of(everyone.get(actor)) for actor in ACTORS}
    found = {}
    for name, path in pages().items():
        rows = []
        for method in ("get", "post"):
            if method == "post" and name.endswith((" list", " search", " history")):
                continue
            for actor in ACTORS:
                with transaction.atomic():
                    answer = getattr(clients[actor], method)(path)
                    transaction.set_rollback(True)
                revocation.reset()
                assert answer.status_code < 500, f"{method} {path} as {actor}"
                rows.append(str(answer.status_code))
        found[name] = " ".join(rows)
    return found


def test_each_role_sees_the_pages_that_the_table_says_and_no_more(seen):
    if os.environ.get("DESK_TABLE") == "write":
        TABLE.write_text("\n".join([HEADER, *(f"{name} | {row}" for name, row in seen.items())]) + "\n")
    assert seen == told()


def told() -> dict[str, str]:
    return dict(line.split(" | ") for line in TABLE.read_text().splitlines() if not line.startswith("#"))


def test_the_table_lets_nobody_below_a_moderator_through_any_door():
    for name, row in told().items():
        statuses = row.split()
        for asked in (statuses[:6], statuses[6:]):
            assert not {status for status in asked[:3] if status.startswith("2")}, name


def test_admins_reach_every_list_and_every_row():
    missing = [name for name, row in told().items() if name.endswith((" list", " change")) and row.split()[5] != "200"]
    assert missing == []


def test_every_page_stands_in_the_one_table_of_roles_and_every_line_is_a_page(settings):
    registered = {model._meta.label for model in admin.site._registry}
    named = {label for label in settings.DESK_ACCESS if not label.startswith("page:")}
    assert registered == named
    for model, page in admin.site._registry.items():
        rules = settings.DESK_ACCESS[model._meta.label]
        assert access.VIEW in rules
        assert {deed.name for deed in page.all_deeds()} <= set(rules), model


def test_what_the_table_does_not_name_is_closed_to_admins_too(admin):
    assert not access.may(admin, "accounts.User", "delete")
    assert not access.may(admin, "accounts.Nothing", "view")
    assert not access.may_see_field(admin, "accounts.Nothing", "anything")
