"""What was seen at a URL, its preview above all, goes with the last workbook that has the URL."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.privacy import services as privacy
from config.storage import FileMissing, key_of, store
from config.testing.client import Api
from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import published
from workbooks.embeds import queries as embeds
from workbooks.embeds.models import Probe
from workbooks.framing.tests.previewed import URL

pytestmark = pytest.mark.django_db

OTHER = "https://public.tableau.com/views/Other/Overview"


@pytest.fixture
def is_there(stem):
    """Whether the preview is still known, and its file still there: the two must agree."""

    def found():
        try:
            store().get(key_of(stem, "preview"), 10)
        except FileMissing:
            assert not Probe.objects.filter(preview=stem).exists()
            return False
        return Probe.objects.filter(url_key=embeds.url_key(URL), preview=stem).exists()

    return found


@pytest.fixture
def book(owner, deliver, is_there, settings):
    settings.EMBED_PROBES = False
    made = published(owner, embed_url=URL)
    deliver()
    return made


def leave(deed, actor, book):
    if deed == "edit":
        catalog.edit_workbook(actor=actor, workbook_id=book.pk, changes={"embed_url": OTHER})
    elif deed == "delete":
        catalog.delete_workbook(actor=actor, workbook_id=book.pk)
    else:
        asked = privacy.request_deletion(user_id=actor.pk, content=deed, actor=None, grace=timedelta())
        assert privacy.erase(asked.pk)


@pytest.mark.parametrize("deed", ["edit", "delete", "erase"])
def test_it_goes_with_the_last_workbook_of_its_url(deed, book, owner, deliver, is_there):
    assert is_there()
    leave(deed, owner, book)
    deliver()
    assert not is_there()


@pytest.mark.parametrize("deed", ["edit", "delete", "erase"])
def test_it_stays_for_another_workbook_of_its_url(deed, book, owner, friend, deliver, is_there):
    other = published(friend, embed_url=URL)
    deliver()
    leave(deed, owner, book)
    deliver()
    assert is_there()
    assert Api().get(f"/embeds/proxy/{other.pk}").status_code == 200
    catalog.delete_workbook(actor=friend, workbook_id=other.pk)
    deliver()
    assert not is_there()


def test_it_stays_with_a_workbook_that_is_given_away(book, owner, deliver, is_there):
    leave("reassign", owner, book)
    deliver()
    assert is_there()
    assert Api().get(f"/embeds/proxy/{book.pk}").status_code == 200


def test_a_workbook_that_comes_back_to_its_url_finds_it_looked_at_anew(book, owner, deliver, is_there):
    for url in (OTHER, URL):
        catalog.edit_workbook(actor=owner, workbook_id=book.pk, changes={"embed_url": url})
    deliver()
    assert embeds.in_use([embeds.url_key(URL), embeds.url_key(OTHER)]) == {embeds.url_key(URL)}
    assert embeds.probe_of(URL) is not None


def test_no_answer_tells_the_files_own_address(book, stem):
    answer = Api().get(f"/embeds/proxy/{book.pk}")
    assert answer.status_code == 200
    assert stem.rpartition("/")[2] not in str(answer.headers)
