"""A feed shows what those whom one cares for did."""

from __future__ import annotations

import pytest

from config.testing.client import Api
from workbooks.catalog import services as catalog
from workbooks.embeds.tests.shipping import ship_sources

pytestmark = pytest.mark.django_db
URL = "https://public.tableau.com/views/Budget/Main"


def publish(author, title="Budget"):
    ship_sources()
    made = catalog.create_workbook(author=author, title=title, embed_url=URL, tag_names=[])
    catalog.publish_workbook(actor=author, workbook_id=made.pk)
    return made


def test_a_follower_reads_what_was_published(owner, friend, deliver):
    publish(owner)
    deliver()
    answer = Api().as_(friend).get("/activity/feed")
    assert answer.status_code == 200
    found = answer.json()["results"]
    assert [(each["actor"]["username"], each["verb"]) for each in found] == [
        ("owner", "published"),
        ("friend", "befriended"),
        ("friend", "followed"),
    ]
