"""The analyser that is always there: it knows loud spam and plain insults, leaves honest texts alone, and may break."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from moderation.screening import local, services
from moderation.screening.analysing import AnalyserBroken, checked
from moderation.screening.models import ScreeningReason
from moderation.screening.tests.making import live_rule, without_shipped_rules

HONEST = [
    "Quarterly revenue by region, with a filter for the product line.",
    "Great work! I have a question about the second chart: why does it begin in 2019?",
    "Danke, das ist eine sehr hilfreiche Arbeitsmappe. Wie hast du die Karte gemacht?",
    "See https://docs.example.org/page for the data, and the note on p. 4.",
    "KPI OVERVIEW 2026",
]
SPAM = [
    "CLICK HERE and MAKE MONEY FAST!!! casino bonus $$$ http://a.example http://b.example",
    "buy now buy now buy now cheap pills casino bonus limited offer www.pills.example",
    "Jetzt kaufen! Schnell Geld verdienen, hier klicken: a.example b.example c.example",
]
INSULTS = ["You are an idiot, shut up", "K1ll y0urself", "Du Arschloch, halt die Klappe", "f.u.c.k you asshole"]


@pytest.mark.parametrize("text", HONEST)
def test_honest_texts_score_low(text):
    scores = local.analyse("comment", text)
    assert scores["spam"] < 0.5
    assert scores["toxicity"] < 0.3


@pytest.mark.parametrize("text", SPAM)
def test_loud_spam_scores_high(text):
    assert local.analyse("comment", text)["spam"] >= 0.8


@pytest.mark.parametrize("text", INSULTS)
def test_insults_score_high(text):
    assert local.analyse("comment", text)["toxicity"] >= 0.75


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_its_scores_are_always_whole(text):
    assert checked(local.analyse("comment", text))


@pytest.mark.parametrize(
    "said", [None, [], "spam", {}, {"spam": 1}, {"spam": math.nan, "toxicity": 0}, {"spam": True, "toxicity": 0},
             {"spam": "0.1", "toxicity": 0}, {"spam": 2, "toxicity": 0}, {"spam": math.inf, "toxicity": 0}],
)  # fmt: skip
def test_what_is_not_whole_is_not_believed(said):
    with pytest.raises(AnalyserBroken):
        checked(said)


def raises(kind, text):
    raise ZeroDivisionError


def lies(kind, text):
    return {"spam": 17, "toxicity": -1}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["raises", "lies", "missing"])
def test_a_broken_analyser_flags_and_goes_on(owner, settings, name):
    without_shipped_rules()
    live_rule(sort="score", label="spam", threshold=50, outcome="reject")
    live_rule("doubtful", outcome="hold")
    settings.SCREENING_ANALYSER = f"{__name__}.{name}"
    assert services.screen("comment", owner.pk, "A text", owner.pk).outcome == "flag"
    assert ScreeningReason.objects.get().code == "analyser_failed"
    assert services.screen("comment", owner.pk, "doubtful", owner.pk).outcome == "hold", "the other rules still hold"


def always(kind, text):
    return {"spam": 1.0, "toxicity": 0.0}


@pytest.mark.django_db
def test_another_analyser_is_named_by_a_setting(owner, settings):
    without_shipped_rules()
    live_rule(sort="score", label="spam", threshold=100, outcome="hold")
    settings.SCREENING_ANALYSER = f"{__name__}.always"
    assert services.screen("comment", owner.pk, "A text", owner.pk).outcome == "hold"
