"""The check fails for a model without an answer, and for answers that answer nothing."""

from __future__ import annotations

import pytest
from django.core import checks

from config.privacy import Delete, Export, NotExported, register, registry
from config.privacy.checks import findings, models


@pytest.fixture
def declared(monkeypatch):
    """Declarations that a test may change."""
    monkeypatch.setattr(registry, "_declared", dict(registry._declared))
    return registry._declared


def test_every_model_of_the_platform_has_an_answer():
    assert list(findings()) == []
    assert len(models()) > 50


def test_a_model_without_an_answer_fails_the_system_check(declared):
    registry.forget("social.Mute")
    (found,) = checks.run_checks(tags=["privacy"])
    assert found.level == checks.ERROR
    assert found.msg.startswith("social.Mute says neither")


def test_a_model_that_points_at_a_member_cannot_be_said_to_touch_nobody(declared, settings):
    registry.forget("social.Mute")
    settings.PRIVACY_NO_PERSON = {**settings.PRIVACY_NO_PERSON, "social.Mute": "so we say"}
    assert list(findings()) == [
        "social.Mute points at a member and stands in config/settings/privacy.py as touching no person."
    ]


def test_two_answers_are_one_too_many(declared, settings):
    settings.PRIVACY_NO_PERSON = {**settings.PRIVACY_NO_PERSON, "jobs.TaskRun": "so we say"}
    assert len(list(findings())) == 1


@pytest.mark.parametrize(
    ("export", "sentence"),
    [
        (Export(left_out={"nothing": "reason"}), "leaves out nothing, and has no such column"),
        (Export(left_out={"muted": ""}), "leaves out muted without a reason"),
        (Export(of="muter"), "exports fewer rows"),
        (NotExported(" "), "no reason says why"),
    ],
)
def test_what_is_left_out_needs_a_column_and_a_reason(declared, export, sentence):
    register("social.Mute", of=("muter", "muted"), export=export, erase=Delete())
    assert any(sentence in found for found in findings())


def test_a_column_named_like_a_secret_is_not_exported(declared):
    register("accounts.RefreshToken", of="session__user", export=Export(), erase=Delete())
    assert any("exports digest" in found for found in findings())


def test_names_of_models_that_are_gone_are_found(declared, settings):
    register("social.Gone", of="user", export=Export(), erase=Delete())
    settings.PRIVACY_NO_PERSON = {**settings.PRIVACY_NO_PERSON, "social.AlsoGone": ""}
    found = " ".join(findings())
    assert "social.Gone is declared" in found
    assert "names social.AlsoGone" in found
    assert "no reason for social.AlsoGone" in found
