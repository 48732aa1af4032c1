"""The keys that sign."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.auth import services, tokens
from accounts.auth.keys import read_keys

OLD, NEW = "0123456789abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba9876543210"


@pytest.fixture
def keys(settings):
    def use(*words):
        settings.JWT_KEYS = list(words)
        tokens.check_keys()

    yield use
    del settings.JWT_KEYS
    tokens.forget_keys()


def test_a_retired_key_verifies_and_a_withdrawn_one_does_not(api, owner, keys):
    keys(f"2026a:{OLD}")
    signed_by_old = services.open_session(user=owner).access
    keys(f"2026b:{NEW}", f"2026a:{OLD}")
    signed_by_new = services.open_session(user=owner).access
    assert api.with_token(signed_by_old).get("/auth/profile").status_code == 200
    assert api.with_token(signed_by_new).get("/auth/profile").status_code == 200
    keys(f"2026b:{NEW}")
    assert api.with_token(signed_by_old).get("/auth/profile").status_code == 401
    assert api.with_token(signed_by_new).get("/auth/profile").status_code == 200


def test_a_key_under_another_name_does_not_verify(api, owner, keys):
    keys(f"2026a:{OLD}")
    access = services.open_session(user=owner).access
    keys(f"2026b:{OLD}")
    assert api.with_token(access).get("/auth/profile").status_code == 401


@pytest.mark.parametrize(
    "words",
    [["short:secret"], ["a" * 40], [f":{OLD}"], ["k:" + "a" * 64], [f"k:{OLD}", f"k:{NEW}"], [f"k k:{OLD}"]],
)
def test_a_key_that_cannot_be_used_stops_the_start_with_a_sentence_that_names_the_variable(words):
    with pytest.raises(ImproperlyConfigured, match="JWT_KEYS") as refused:
        read_keys(words, "x" * 40)
    assert OLD not in str(refused.value)


def test_without_keys_one_is_derived_from_the_secret_and_is_not_that_secret():
    (key,) = read_keys([], OLD)
    (other,) = read_keys([], NEW)
    assert key.secret != OLD
    assert len(key.secret) >= 32
    assert key != other
