"""Deliveries on the desk: seen by stage, tried again and given up by admins."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from config.audit.models import AuditEntry
from config.errors import Forbidden
from config.events import mending, queue
from config.events.models import Delivery, DeliveryState, DomainEvent
from config.events.tests.ears import FIRST, heard

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(desk, admin):
    return desk(admin)


@pytest.fixture
def parked(listener, happen, deliver, settings):
    """A delivery that has had its attempts, and whose cause is mended."""
    settings.EVENTS_MAX_ATTEMPTS = 1
    event = happen("a", 1, "broken")
    deliver(may_fail=True)
    DomainEvent.objects.filter(pk=event.pk).update(payload={"thing": "a", "number": 1})
    return Delivery.objects.get(event_id=event.pk)


def test_only_admins_see_deliveries(desk, parked, admin, manager, moderator):
    for path in ("events/delivery/", f"events/delivery/parked/{FIRST}/", f"events/delivery/{parked.pk}/change/"):
        assert [desk(person).get(path).status_code for person in (admin, manager, moderator)] == [200, 403, 403], path


def test_the_tabs_count_and_narrow(page, listener, happen, deliver, settings, parked):
    settings.EVENTS_MAX_ATTEMPTS = 8
    happen("b", 1, "broken")
    deliver(may_fail=True)
    happen("c", 1)
    assert queue.stages() == {"waiting": 1, "backing_off": 1, "parked": 1}
    for stage, subject in (("waiting", "trial:c"), ("backing_off", "trial:b"), ("parked", "trial:a")):
        rows = page.get("events/delivery/", stage=stage).context["cl"].result_list
        assert [row.subject for row in rows] == [subject]
    assert "Waiting 1 Backing off 1 Parked 1" in page.text("events/delivery/").replace("  ", " ")


def test_the_last_error_is_readable_in_the_list_and_whole_on_its_page(page, parked):
    assert "ValueError: this one cannot be taken" in page.text("events/delivery/", stage="parked")
    assert "Traceback (most recent call last)" in page.text(f"events/delivery/{parked.pk}/change/")


def test_an_error_that_writes_markup_writes_none(page, parked):
    Delivery.objects.update(last_error="line\n<img src=x onerror=alert(1)>\x1b[31m")
    for path in ("events/delivery/", f"events/delivery/{parked.pk}/change/", f"events/delivery/parked/{FIRST}/"):
        answer = page.get(path).content.decode()
        assert "<img" not in answer
        assert "&lt;img src=x" in answer


def test_it_is_asked_first_and_then_tried_again_with_an_audit_row(page, parked, deliver, admin):
    path = f"events/delivery/{parked.pk}/deed/try_again/"
    assert "Mend the cause first" in page.text(path)
    assert deliver() == 0
    answer = page.post(path)
    # To the list: on its own page it may be gone before anybody looks.
    assert (answer.status_code, answer["Location"]) == (302, "/admin/events/delivery/")
    assert deliver() == 1
    assert heard() == [("a", 1)]
    entry = AuditEntry.objects.get(action="delivery.retried")
    assert (entry.actor_id, entry.target_id) == (admin.pk, str(parked.pk))
    assert (entry.before["state"], entry.after["state"], entry.after["subscriber"]) == ("parked", "pending", FIRST)


def test_several_of_a_list_are_tried_again(page, listener, happen, deliver, settings):
    settings.EVENTS_MAX_ATTEMPTS = 1
    for number in range(3):
        happen(f"t{number}", number, "broken")
    deliver(may_fail=True)
    DomainEvent.objects.filter(name="trial.happened").update(payload={"thing": "x", "number": 7})
    chosen = list(Delivery.objects.values_list("pk", flat=True)[:2])
    data = {"action": "try_again", "_selected_action": chosen, "confirmed": "1", "select_across": "0"}
    assert page.client.post("/admin/events/delivery/?stage=parked", data).status_code == 302
    assert deliver() == 2
    assert Delivery.objects.filter(state=DeliveryState.PARKED).count() == 1


def test_all_parked_of_a_subscriber_are_tried_again(page, listener, happen, deliver, settings, admin):
    settings.EVENTS_MAX_ATTEMPTS = 1
    for number in range(3):
        happen(f"t{number}", number, "broken")
    deliver(may_fail=True)
    DomainEvent.objects.filter(name="trial.happened").update(payload={"thing": "x", "number": 7})
    text = page.text(f"events/delivery/parked/{FIRST}/")
    assert "3 deliveries to trial.first are tried at once" in text
    assert "ValueError: this one cannot be taken" in text
    assert page.post(f"events/delivery/parked/{FIRST}/").status_code == 302
    assert deliver() == 3
    assert AuditEntry.objects.get(action="delivery.all_retried").after == {"deliveries": 3}
    assert page.get(f"events/delivery/parked/{FIRST}/").status_code == 404


def test_one_that_is_under_way_is_left_alone(page, listener, happen, admin):
    from config.events.claims import claim

    happen("a", 1)
    held = claim()
    (row,) = held.deliveries
    page.post(f"events/delivery/{row.pk}/deed/try_again/")
    assert "This delivery is under way." in page.text("events/delivery/")
    assert Delivery.objects.get(pk=row.pk).lease == held.lease


def test_given_up_it_is_gone_with_an_audit_row(page, parked, deliver, admin):
    path = f"events/delivery/{parked.pk}/deed/give_up/"
    assert page.post(path).status_code == 422, "no reason was given"
    assert page.post(path, reason="The receiver is gone").status_code == 302
    assert not Delivery.objects.exists()
    assert deliver() == 0
    entry = AuditEntry.objects.get(action="delivery.given_up")
    assert (entry.reason, entry.before["subscriber"]) == ("The receiver is gone", FIRST)


def test_what_is_still_tried_cannot_be_given_up(listener, happen, admin):
    event = happen("a", 1)
    row = Delivery.objects.get(event_id=event.pk)
    with pytest.raises(mending.NotParked):
        mending.give_up(delivery_id=row.pk, actor=admin, reason="")
    assert Delivery.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("who", ["manager", "moderator", "owner"])
def test_services_ask_again_who_does_it(parked, who, request):
    person = request.getfixturevalue(who)
    for deed in (
        lambda: mending.try_again(delivery_id=parked.pk, actor=person),
        lambda: mending.try_parked_again(subscriber=FIRST, actor=person),
        lambda: mending.give_up(delivery_id=parked.pk, actor=person, reason=""),
    ):
        with pytest.raises(Forbidden):
            deed()


def test_a_parked_delivery_is_replayed_in_a_browser(
    transactional_db, desk_in_chromium, listener, happen, deliver, settings, admin
):
    settings.EVENTS_MAX_ATTEMPTS = 1
    event = happen("a", 1, "broken")
    deliver(may_fail=True)
    page = desk_in_chromium(admin, "")
    page.get_by_role("link", name="Parked deliveries").click()
    expect(page.get_by_text("ValueError: this one cannot be taken").first).to_be_visible()
    DomainEvent.objects.filter(pk=event.pk).update(payload={"thing": "a", "number": 1})
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("done for 1 row")).to_be_visible()
    assert deliver() == 1
    assert heard() == [("a", 1)]
    page.goto("/admin/events/delivery/?stage=parked")
    expect(page.get_by_text("There are no rows here.")).to_be_visible()
