"""The log in the admin: read, and tried again by admins alone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.admin import site
from django.contrib.messages.storage.base import BaseStorage
from django.test import RequestFactory

from config.events.models import Delivery, DomainEvent
from config.events.tests.ears import heard

pytestmark = pytest.mark.django_db


class Said(BaseStorage):
    """Keeps messages in memory."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


@pytest.fixture
def request_of():
    def make(*, is_admin):
        request = RequestFactory().post("/")
        request.user = SimpleNamespace(is_superuser=is_admin, has_perm=lambda perm, obj=None: True)
        request._messages = Said(request)
        return request

    return make


@pytest.mark.parametrize("model", [DomainEvent, Delivery])
def test_nobody_adds_changes_or_deletes_by_hand(model, request_of):
    page, request = site._registry[model], request_of(is_admin=True)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
    assert page.has_view_permission(request)


def test_an_admin_has_a_parked_delivery_tried_again(listener, happen, deliver, settings, request_of):
    settings.EVENTS_MAX_ATTEMPTS = 1
    happen("a", 1, "broken")
    deliver(may_fail=True)
    DomainEvent.objects.update(payload={"thing": "a", "number": 1})
    page, request = site._registry[Delivery], request_of(is_admin=True)
    assert "try_again" in page.get_actions(request)
    page.try_again(request, Delivery.objects.all())
    assert [str(message) for message in request._messages._queued_messages] == ["1 delivery will be tried again."]
    assert deliver() == 1
    assert heard() == [("a", 1)]


def test_the_rest_of_the_staff_only_looks(request_of):
    assert "try_again" not in site._registry[Delivery].get_actions(request_of(is_admin=False))
