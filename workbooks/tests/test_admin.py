"""Every model of the app stands in the admin, and its page opens with rows in it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import published
from workbooks.engagement import services as engagement
from workbooks.tags import vocabulary

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(owner, friend, moderator):
    made = published(owner, tags=["Sales"])
    vocabulary.change_tag(actor=moderator, slug="sales", synonyms=["selling"])
    catalog.edit_workbook(actor=owner, workbook_id=made.pk, changes={"title": "Else"})
    catalog.feature_workbook(actor=moderator, workbook_id=made.pk)
    engagement.favorite(member=friend, workbook_id=made.pk)
    engagement.register_view(viewer=friend, workbook_id=made.pk, address="", agent="")
    comment = engagement.write_comment(author=friend, workbook_id=made.pk, body="@owner")
    engagement.like_comment(member=owner, comment_id=comment.pk)


@pytest.mark.parametrize("model", [model.__name__ for model in apps.get_app_config("workbooks").get_models()])
def test_a_page_of_every_model_opens(client, admin, everything, model):
    client.force_login(admin)
    name = f"admin:workbooks_{model.lower()}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    row = apps.get_model("workbooks", model).objects.first()
    if row is not None:
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
