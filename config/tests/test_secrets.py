"""Secrets at rest: sealed for one purpose, opened for that alone, under keys that can be changed."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from config import secrets


def test_what_is_sealed_is_opened_again_and_shows_nothing():
    sealed = secrets.seal("sësame", purpose="a.b:1")
    assert secrets.unseal(sealed, purpose="a.b:1") == "sësame"
    assert sealed.isascii()
    assert "same" not in sealed
    assert secrets.seal("sësame", purpose="a.b:1") != sealed


@pytest.mark.parametrize("purpose", ["a.b:2", "a.c:1", "a.b"])
def test_it_opens_for_no_other_purpose(purpose):
    sealed = secrets.seal("sesame", purpose="a.b:1")
    with pytest.raises(secrets.CannotBeOpened) as refused:
        secrets.unseal(sealed, purpose=purpose)
    assert "1" not in str(refused.value)
    assert "sesame" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "x", "gAAAAAB", "ö", "A" * 200])
def test_what_was_never_sealed_is_not_opened(text):
    with pytest.raises(secrets.CannotBeOpened):
        secrets.unseal(text, purpose="a.b")
    with pytest.raises(secrets.CannotBeOpened):
        secrets.reseal(text, purpose="a.b")


def test_a_changed_byte_is_noticed():
    sealed = secrets.seal("sesame", purpose="a.b")
    for place in range(0, len(sealed), 7):
        other = sealed[:place] + ("A" if sealed[place] != "A" else "B") + sealed[place + 1 :]
        if other.rstrip("=") != sealed.rstrip("="):
            with pytest.raises(secrets.CannotBeOpened):
                secrets.unseal(other, purpose="a.b")


def test_the_first_key_seals_and_all_of_them_open(settings):
    old, new = secrets.make_key(), secrets.make_key()
    settings.ENCRYPTION_KEYS = [old]
    sealed = secrets.seal("sesame", purpose="a.b")
    settings.ENCRYPTION_KEYS = [new, old]
    assert secrets.unseal(sealed, purpose="a.b") == "sesame"
    resealed = secrets.reseal(sealed, purpose="a.b")
    settings.ENCRYPTION_KEYS = [new]
    assert secrets.unseal(resealed, purpose="a.b") == "sesame"
    with pytest.raises(secrets.CannotBeOpened):
        secrets.unseal(sealed, purpose="a.b")


def test_the_signing_secret_has_no_part_in_it(settings):
    sealed = secrets.seal("sesame", purpose="a.b")
    settings.SECRET_KEY = settings.SIGNING_SECRET = "another-secret-of-32-random-characters"
    assert secrets.unseal(sealed, purpose="a.b") == "sesame"


@pytest.mark.parametrize("purpose", ["", "x" * 201])
def test_a_purpose_is_named(purpose):
    with pytest.raises(ValueError, match="purpose"):
        secrets.seal("sesame", purpose=purpose)


def test_the_command_makes_a_key_and_says_which_secrets_it_cannot_open(monkeypatch, capsys):
    call_command("reseal_secrets", "--new-key")
    assert len(capsys.readouterr().out.strip()) == 44

    def fail():
        raise secrets.CannotBeOpened("a.b")

    monkeypatch.setattr(secrets, "_resealers", {"good": lambda: 3, "zbad": fail})
    with pytest.raises(CommandError, match="zbad"):
        call_command("reseal_secrets")
    assert "good: 3 under the first key." in capsys.readouterr().out
