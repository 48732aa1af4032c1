"""Hashing passwords."""

from __future__ import annotations

import threading

from django.contrib.auth.hashers import Argon2PasswordHasher, get_hashers, make_password

from accounts.auth import hashers, passwords
from accounts.auth.services import candidate, sign_in
from config.testing.cast import PASSWORD


def test_never_more_than_two_hashings_run_at_once(monkeypatch):
    running, most, gate = 0, 0, threading.Lock()
    entered, leave = threading.Semaphore(0), threading.Event()

    def slow(self, password, salt):
        nonlocal running, most
        with gate:
            running += 1
            most = max(most, running)
        entered.release()
        leave.wait(timeout=10)
        with gate:
            running -= 1
        return "argon2$x"

    monkeypatch.setattr(Argon2PasswordHasher, "encode", slow)
    hasher = hashers.BoundedArgon2PasswordHasher()
    threads = [threading.Thread(target=hasher.encode, args=("password", "salt")) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert entered.acquire(timeout=10)
    assert entered.acquire(timeout=10)
    assert not entered.acquire(timeout=0.2)
    leave.set()
    for thread in threads:
        thread.join(timeout=10)
    assert most == hashers.AT_ONCE == 2


def test_passwords_are_kept_as_argon2id_when_the_settings_say_so(settings):
    settings.PASSWORD_HASHERS = ["accounts.auth.hashers.BoundedArgon2PasswordHasher"]
    get_hashers.cache_clear()
    try:
        encoded = make_password(PASSWORD)
        assert encoded.startswith("argon2$argon2id$")
        assert passwords.matches(PASSWORD, encoded)
        assert not passwords.matches("not the password", encoded)
        assert not passwords.outdated(encoded)
    finally:
        get_hashers.cache_clear()


def test_a_password_is_hashed_anew_when_the_way_of_hashing_has_changed(owner, settings):
    before = owner.password
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    sign_in(candidate("owner"), password=PASSWORD)
    owner.refresh_from_db()
    assert owner.password != before
    assert owner.password.startswith("pbkdf2_sha1$")
    assert owner.check_password(PASSWORD)


def test_nobodys_password_costs_as_much_work_as_somebodys(monkeypatch):
    looked_at = []
    monkeypatch.setattr(passwords, "check_password", lambda raw, encoded: looked_at.append(encoded))
    passwords.matches("x", None)
    passwords.matches("x", make_password(None))
    passwords.matches("x", make_password("y"))
    assert len(looked_at) == 3
    assert len({encoded.split("$")[0] for encoded in looked_at}) == 1
