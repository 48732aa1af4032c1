"""A name that was given up leads to the present one."""

import pytest

from accounts.users.services import rename
from config.roles import Status
from social.graph import services as graph

pytestmark = pytest.mark.django_db


def test_an_old_name_redirects_to_the_present_one(api, owner):
    rename(user_id=owner.pk, username="olga", actor=owner)
    answer = api.get("/users/owner")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/api/v1/users/olga"
    assert api.get(answer.headers["Location"]).json()["id"] == str(owner.pk)


def test_it_tells_nothing_to_whoever_is_blocked(api, owner, stranger):
    rename(user_id=owner.pk, username="olga", actor=owner)
    graph.block(actor=owner, person=stranger)
    assert api.as_(stranger).get("/users/owner").status_code == 404


def test_it_leads_to_no_account_that_does_not_stand(api, owner):
    rename(user_id=owner.pk, username="olga", actor=owner)
    type(owner).objects.filter(pk=owner.pk).update(status=Status.SUSPENDED)
    assert api.get("/users/owner").status_code == 404


def test_a_name_that_nobody_had_is_a_404(api):
    assert api.get("/users/nobody-at-all").status_code == 404
