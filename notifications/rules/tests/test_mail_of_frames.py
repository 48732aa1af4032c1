"""An author is told by mail that a workbook cannot be shown any more: once a break, and once at its end."""

import pytest

from config.testing.post_office import html_of, text_of
from notifications.delivery.models import Delivery
from workbooks.catalog import services as catalog
from workbooks.catalog.tests.factories import published
from workbooks.embeds.choices import Verdict
from workbooks.embeds.models import Probe
from workbooks.embeds.queries import url_key
from workbooks.framing import services as framing

pytestmark = pytest.mark.django_db

BROKEN = {"en": "“Sales <b>& more</b>” cannot be shown", "de": "„Sales <b>& more</b>“ lässt sich nicht zeigen"}
RESTORED = {"en": "“Sales <b>& more</b>” can be shown again", "de": "„Sales <b>& more</b>“ lässt sich wieder zeigen"}


@pytest.fixture(autouse=True)
def unprobed(settings):
    settings.EMBED_PROBES = False


@pytest.fixture
def book(reader, deliver):
    made = published(reader, title="Sales <b>& more</b>")
    deliver()
    Delivery.objects.all().delete()
    return made


@pytest.fixture
def judge(book):
    """What a look at the workbook's URL came to."""

    def judged(verdict):
        Probe.objects.filter(url=book.embed_url).update(verdict=verdict)
        framing.tell_of_verdict(url_key=url_key(book.embed_url), verdict=verdict)

    return judged


def subjects(post_office, reader):
    return [mail["Subject"].strip() for mail in post_office.to(reader.email)]


def test_a_break_is_told_once_however_often_it_is_seen(reader, language, book, judge, post_office, deliver):
    for verdict in (Verdict.BLOCKED, Verdict.BLOCKED, Verdict.UNREACHABLE):
        judge(verdict)
        deliver()
    assert subjects(post_office, reader) == [BROKEN[language]]
    (mail,) = post_office.to(reader.email)
    assert {"en": "does not let it be shown here", "de": "lässt nicht zu"}[language] in text_of(mail)
    assert "Sales <b>& more</b>" in text_of(mail)
    assert "Sales &lt;b&gt;&amp; more&lt;/b&gt;" in html_of(mail)
    assert f"/w/{book.pk}" in text_of(mail)


def test_its_end_is_told_and_a_new_break_again(reader, language, judge, post_office, deliver):
    for verdict in (Verdict.UNREACHABLE, Verdict.OK, Verdict.OK, Verdict.NOT_ALLOWED):
        judge(verdict)
        deliver()
    assert subjects(post_office, reader) == [BROKEN[language], RESTORED[language], BROKEN[language]]


def test_what_is_over_when_the_mail_would_go_is_not_told(reader, judge, post_office, deliver):
    judge(Verdict.BLOCKED)
    judge(Verdict.OK)
    deliver()
    assert subjects(post_office, reader)[1:] == []
    assert {row.state for row in Delivery.objects.filter(type="workbook.embed_broken")} == {"withheld"}


@pytest.mark.parametrize("gone", ["deleted", "removed"])
def test_of_a_workbook_that_its_author_has_no_more_nothing_is_told(reader, book, judge, post_office, deliver, gone):
    judge(Verdict.BLOCKED)
    if gone == "deleted":
        catalog.delete_workbook(actor=reader, workbook_id=book.pk)
    else:
        catalog.remove_workbook(book.pk)
    deliver()
    assert post_office.mails == []


def test_each_author_is_told_of_their_own(reader, person, book, judge, post_office, deliver):
    other = person("other")
    published(other, embed_url=book.embed_url)
    deliver()
    judge(Verdict.BLOCKED)
    deliver()
    assert [len(post_office.to(each.email)) for each in (reader, other)] == [1, 1]
