"""What members agree to: versions, a yes and a no, and what others are told."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from accounts.privacy import queries, services
from accounts.privacy.events import ConsentGiven, ConsentWithdrawn
from accounts.privacy.models import Consent, ConsentDocument

pytestmark = pytest.mark.django_db
PATH = "/users/profile/consents"


@pytest.fixture
def document(db):
    return services.publish_document(kind="marketing", version="1", title="News", url="https://example.com", actor=None)


def kinds(answer):
    assert answer.status_code == 200, answer.content
    return {each["kind"]: each for each in answer.json()["results"]}


def test_a_yes_is_kept_with_its_version_and_moment_and_told(api, owner, document, recorded):
    session = api.as_(owner)
    assert kinds(session.get(PATH))["marketing"]["is_given"] is False
    said = kinds(session.post(PATH, {"kind": "marketing", "is_given": True, "version": "1"}))["marketing"]
    assert (said["is_given"], said["given_version"]) == (True, "1")
    assert said["at"] is not None
    assert queries.has_consented(owner.pk, "marketing")
    (event,) = recorded(ConsentGiven)
    assert (event.user_id, event.kind) == (owner.pk, "marketing")


def test_a_yes_that_is_withdrawn_leaves_both_rows_and_tells_it(api, owner, document, recorded):
    session = api.as_(owner)
    session.post(PATH, {"kind": "marketing", "is_given": True})
    assert kinds(session.post(PATH, {"kind": "marketing", "is_given": False}))["marketing"]["is_given"] is False
    assert not queries.has_consented(owner.pk, "marketing")
    assert list(Consent.objects.order_by("pk").values_list("is_given", flat=True)) == [True, False]
    (event,) = recorded(ConsentWithdrawn)
    assert event.kind == "marketing"


def test_saying_the_same_again_adds_nothing(owner, document):
    assert services.give_consent(user_id=owner.pk, kind="marketing")
    assert not services.give_consent(user_id=owner.pk, kind="marketing")
    assert services.withdraw_consent(user_id=owner.pk, kind="marketing")
    assert not services.withdraw_consent(user_id=owner.pk, kind="marketing")
    assert Consent.objects.count() == 2


def test_a_newer_version_is_asked_about_anew(api, owner, document):
    services.give_consent(user_id=owner.pk, kind="marketing")
    services.publish_document(kind="marketing", version="2", title="More news", actor=None)
    assert queries.has_consented(owner.pk, "marketing")
    assert not queries.has_consented(owner.pk, "marketing", newest=True)
    session = api.as_(owner)
    now = kinds(session.get(PATH))["marketing"]
    assert (now["version"], now["given_version"]) == ("2", "1")
    stale = session.post(PATH, {"kind": "marketing", "is_given": True, "version": "1"})
    assert (stale.status_code, stale.json()["code"]) == (409, "not_the_newest_version")
    assert services.give_consent(user_id=owner.pk, kind="marketing", version="2")
    assert queries.has_consented(owner.pk, "marketing", newest=True)


def test_publishing_a_version_again_changes_nothing(document):
    again = services.publish_document(kind="marketing", version="1", title="Other words", actor=None)
    assert (again.pk, again.title) == (document.pk, "News")
    assert ConsentDocument.objects.count() == 1


def test_nobody_agrees_to_what_was_never_published(api, owner):
    answer = api.as_(owner).post(PATH, {"kind": "terms", "is_given": True})
    assert (answer.status_code, answer.json()["code"]) == (404, "document_not_found")


def test_sql_can_not_change_what_somebody_said(owner, document):
    services.give_consent(user_id=owner.pk, kind="marketing")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Consent.objects.update(is_given=False)
    assert Consent.objects.get().is_given
