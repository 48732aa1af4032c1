"""Messages in words: every type in every language, values that stay values, languages that fall back."""

from __future__ import annotations

import pytest

from notifications.templates import language as lang
from notifications.templates.checking import check
from notifications.templates.errors import ValuesDoNotFit
from notifications.templates.shipped import LANGUAGES, layout_of, shipped, shipped_types
from notifications.templates.wording import chain, sample_values, worded
from notifications.types import Channel, find, types

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HOSTILE = ["{{ settings.SECRET_KEY }}", "{% debug %}", "{0.__class__}", "%(x)s", "<script>alert(1)</script>", "[a](b)"]


def values_of(name: str, **changed: object) -> dict[str, object]:
    return sample_values(find(name)) | changed


def test_every_type_ships_in_every_language() -> None:
    names = {declared.name for declared in types() if not declared.name.startswith("test.")}
    assert len(names) >= 20
    for language in LANGUAGES:
        assert shipped_types(language) == names
        assert set(layout_of(language)) == set(layout_of("en"))


def test_whatever_can_be_chosen_has_a_name_to_choose_it_by() -> None:
    assert [each.name for each in types() if not each.is_mandatory and not each.label] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("declared", types(), ids=lambda declared: declared.name)
def test_what_ships_meets_what_is_asked_of_every_template(declared, channel, language) -> None:
    check(declared, channel, shipped(declared.name, channel, language))
    words = worded(declared.name, channel, language, sample_values(declared))
    assert words.title
    assert words.locale == language
    assert "{" not in words.title + words.body + words.html
    assert bool(words.html) == (channel is Channel.EMAIL)


def test_one_and_several_read_as_people_write_them() -> None:
    def title(locale: str, others: int) -> str:
        return worded("user.followed", Channel.IN_APP, locale, values_of("user.followed", others=others)).title

    assert [title("en", others) for others in (0, 1, 12)] == [
        "Ben Okri follows you",
        "Ben Okri and 1 other follow you",
        "Ben Okri and 12 others follow you",
    ]
    assert [title("de", others) for others in (0, 1, 12)] == [
        "Ben Okri folgt dir",
        "Ben Okri und 1 andere Person folgen dir",
        "Ben Okri und 12 andere folgen dir",
    ]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_a_member_typed_stays_what_they_typed(typed: str) -> None:
    values = values_of("comment.created", actor=typed, thing=typed, excerpt=typed)
    words = worded("comment.created", Channel.EMAIL, "en", values)
    assert typed in words.title
    assert typed in words.body
    assert "<script" not in words.html
    assert words.html.count("<a ") == 1, "the link of the mail, and none that somebody typed"


def test_a_title_is_one_line_whatever_it_is_made_of() -> None:
    values = values_of("user.followed", actor="Ben\r\nBcc: all@example.org\n\n", others=0)
    assert worded("user.followed", Channel.EMAIL, "en", values).title == "Ben Bcc: all@example.org follows you"


def test_a_title_has_an_end() -> None:
    title = worded("workbook.favorited", Channel.IN_APP, "en", values_of("workbook.favorited", thing="x" * 5_000)).title
    assert len(title) == 300
    assert title.endswith("…")


@pytest.mark.parametrize(
    ("locale", "answered_in"),
    [("en", "en"), ("de", "de"), ("de-AT", "de"), ("de_CH", "de"), ("pt-BR", "en"), ("", "en"), ("../../etc", "en")],
)
def test_a_language_falls_back_to_the_nearest_that_is_there(locale: str, answered_in: str) -> None:
    assert worded("user.followed", Channel.IN_APP, locale, values_of("user.followed")).locale == answered_in


def test_languages_are_looked_for_from_near_to_far() -> None:
    assert chain("pt-BR") == ("pt-BR", "pt", "en")
    assert chain("en") == ("en",)


@pytest.mark.parametrize(
    "changed",
    [{"others": "2"}, {"others": True}, {"actor": None}, {"secret": "x"}],
    ids=["text", "flag", "none", "new"],
)
def test_values_that_a_type_does_not_declare_are_a_mistake_that_is_seen(changed: dict[str, object]) -> None:
    with pytest.raises(ValuesDoNotFit):
        worded("user.followed", Channel.IN_APP, "en", values_of("user.followed", **changed))


def test_a_value_that_is_missing_is_a_mistake_that_is_seen() -> None:
    values = values_of("user.followed")
    del values["actor"]
    with pytest.raises(ValuesDoNotFit, match="missing actor"):
        worded("user.followed", Channel.IN_APP, "en", values)


def test_html_is_made_of_the_source_and_never_of_values() -> None:
    source = "Hello {{ name }},\n\n{% if others %}**many** <b>{% endif %}\n\n[See it]({{ link }})"
    assert lang.as_html(source) == (
        "<p>Hello {{ name }},</p>\n<p>{% if others %}<strong>many</strong> &lt;b&gt;{% endif %}</p>\n"
        '<p><a href="{{ link }}">See it</a></p>'
    )
    assert lang.as_text(source).endswith("See it: {{ link }}")
