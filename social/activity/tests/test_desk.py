"""Moderators hide, show and keep items on the desk."""

import pytest

from config.desk.tests.world import client_of
from config.testing.client import Api
from social.activity.models import ActivityEvent
from social.activity.tests.acting import item_of, told

pytestmark = pytest.mark.django_db


def do(person, item, deed):
    path = f"/admin/social/activityevent/{item.pk}/deed/{deed}/"
    return client_of(person).post(path, {"reason": "Looked at it"})


def test_each_deed_does_what_it_says(owner, moderator):
    item = item_of(owner)
    assert do(moderator, item, "hide").status_code == 302
    assert told(Api().get("/activity/global")) == []
    assert do(moderator, item, "restore").status_code == 302
    assert told(Api().get("/activity/global")) == [("owner", "used")]
    assert do(moderator, item, "pin").status_code == 302
    assert ActivityEvent.objects.get().is_pinned
    assert do(moderator, item, "unpin").status_code == 302
    assert not ActivityEvent.objects.get().is_pinned


def test_items_are_found_by_who_and_by_what(owner, stranger, moderator):
    item_of(owner), item_of(stranger, verb="shared")
    client = client_of(moderator)
    for asked, there, gone in [
        ("q=owner", "used", "shared"),
        ("q=shared", "shared", ">used<"),
        ("hidden=no", "used", "no such"),
    ]:
        page = client.get(f"/admin/social/activityevent/?{asked}").content.decode()
        assert there in page, asked
        assert gone not in page, asked
    assert "owner" not in client.get("/admin/social/activityevent/?hidden=yes").content.decode().split("<tbody>")[-1]
