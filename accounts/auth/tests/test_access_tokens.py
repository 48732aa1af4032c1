"""What is taken for an access token, and what is not."""

from __future__ import annotations

import base64
import json
from uuid import uuid4

import jwt
import pytest

from accounts.auth import services, tokens
from accounts.auth.errors import InvalidAccessToken
from accounts.auth.keys import configured_keys
from accounts.auth.tests.clockwork import later

WEAK = ["", "secret", "changeme", "django-insecure", "only-for-tests"]


@pytest.fixture
def issued(owner):
    return services.open_session(user=owner)


def parts(token):
    header, payload = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2])
    return header, payload


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed(payload, **header):
    """A token with our own key, as a careless version of ourselves would make it."""
    key = configured_keys()[0]
    return jwt.encode(payload, key.secret, algorithm="HS256", headers={"kid": key.kid} | header)


def status_with(api, token):
    return api.with_token(token).get("/auth/profile").status_code


def test_a_token_says_everything_requests_ask_so_that_no_row_is_read(api, owner, issued, django_assert_num_queries):
    tokens.read(issued.access)
    header, payload = parts(issued.access)
    assert header["alg"] == "HS256"
    assert header["kid"] == configured_keys()[0].kid
    assert payload["sub"] == str(owner.pk)
    assert payload["sid"] == str(issued.session_id)
    assert (payload["username"], payload["role"], payload["status"]) == ("owner", "member", "active")
    assert payload["exp"] - payload["iat"] == 900
    api.with_token(issued.access).get("/auth/sessions")
    with django_assert_num_queries(1):
        api.with_token(issued.access).get("/auth/sessions")


@pytest.mark.parametrize("alg", ["none", "None", "nOnE", "HS384", "RS256", "ES256", "", None, 7])
def test_no_other_algorithm_is_taken(api, issued, alg):
    header, payload = parts(issued.access)
    signature = issued.access.rsplit(".", 1)[1]
    for tail in ("", signature):
        forged = f"{encoded(header | {'alg': alg})}.{encoded(payload)}.{tail}"
        assert status_with(api, forged) == 401


def test_an_empty_or_foreign_signature_is_refused(api, issued, stranger):
    head, payload, _signature = issued.access.split(".")
    foreign = services.open_session(user=stranger).access.rsplit(".", 1)[1]
    for signature in ("", foreign, "AAAA"):
        assert status_with(api, f"{head}.{payload}.{signature}") == 401


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("secret", WEAK)
def test_a_guessed_key_does_not_sign(api, issued, secret):
    header, payload = parts(issued.access)
    raw = jwt.encode(payload, secret or "\x00", algorithm="HS256", headers=header)
    assert status_with(api, raw) == 401


@pytest.mark.parametrize(
    "extra",
    [
        {"kid": "../../dev/null"},
        {"kid": "' UNION SELECT 'a"},
        {"kid": ["a"]},
        {"kid": None},
        {"jku": "http://127.0.0.1:9/keys"},
        {"x5u": "http://127.0.0.1:9/cert"},
        {"jwk": {"kty": "oct", "k": "AAAA"}},
        {"crit": ["b64"], "b64": False},
        {"typ": "at+jwt"},
        {"zip": "DEF"},
    ],
)
def test_a_header_that_says_more_than_ours_is_refused(api, issued, extra):
    header, payload = parts(issued.access)
    key = configured_keys()[0]
    body = f"{encoded(header | extra)}.{encoded(payload)}"
    algorithm = jwt.get_algorithm_by_name("HS256")
    signature = algorithm.sign(body.encode(), algorithm.prepare_key(key.secret))
    assert status_with(api, f"{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}") == 401


WRONG = {
    "exp": [1, "tomorrow", "9999999999", 1e30, -5, None, True, [9]],
    "iat": [4_102_444_800.5, 4_102_444_800, "now", None],
    "nbf": [4_102_444_800, "later"],
    "jti": [None, 5],
    "aud": [None, "another-api", ["sigma-playground-api"], []],
    "iss": [None, "someone"],
    "sub": [None, 5, "abc", "", {"id": 1}],
    "sid": [None, "abc"],
    "typ": [None, "refresh"],
    "role": [None, "root", ["admin"]],
    "status": [None, "fine"],
    "ver": [None, "1", 1.5, True],
    "verified": [None, "yes", 1],
    "username": [None, 5],
}


@pytest.mark.parametrize(("claim", "value"), [(claim, value) for claim, values in WRONG.items() for value in values])
def test_a_claim_that_is_missing_or_malformed_is_refused_even_with_our_signature(api, issued, claim, value):
    _header, payload = parts(issued.access)
    assert status_with(api, signed(payload)) == 200
    if value is None:
        payload.pop(claim)
    else:
        payload[claim] = value
    assert status_with(api, signed(payload)) == 401


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer  {}",
        "Bearer {} {}",
        "Bearer {},Bearer {}",
        "bearer",
        "bearer {}",
        "Token {}",
        "Basic dTpw",
        "{}",
    ],
)
def test_only_one_bearer_header_of_one_form_is_taken(api, issued, header):
    sent = header.replace("{}", issued.access)
    assert api.get("/auth/profile", Authorization=sent).status_code == 401


def test_a_token_in_the_query_is_never_taken(api, issued):
    for name in ("access_token", "token", "access"):
        assert api.get("/auth/profile", {name: issued.access}).status_code in {400, 401}


@pytest.mark.parametrize(
    "rubbish",
    ["a", "a.b", "a.b.c", "." * 50, "é.é.é", "e30.e30.e30", "x" * 5_000, encoded([[]] * 3) + ".e30.c2ln"],
)
def test_rubbish_is_a_401_and_never_an_error_of_ours(api, db, rubbish):
    assert status_with(api, rubbish.encode("ascii", "ignore").decode() or "x") == 401


def test_deep_nesting_in_the_header_is_refused():
    bomb = base64.urlsafe_b64encode(b"[" * 1_500).decode()
    with pytest.raises(InvalidAccessToken):
        tokens.read(f"{bomb[:2000]}.e30.c2ln")


def test_a_token_runs_out(api, issued):
    with later(seconds=899):
        assert status_with(api, issued.access) == 200
    with later(seconds=901):
        assert status_with(api, issued.access) == 401


def test_many_tokens_are_remembered_without_end_of_memory(owner, monkeypatch):
    monkeypatch.setattr(tokens, "REMEMBERED", 3)
    tokens.forget_keys()
    some = [services.open_session(user=owner).access for _ in range(8)]
    for token in some * 2:
        assert tokens.read(token).user_id == owner.pk
    assert len(tokens._verified) <= 3


def test_a_refresh_token_opens_nothing(api, issued):
    assert status_with(api, issued.refresh) == 401


def test_a_session_that_never_was_is_known_by_nobody_but_needs_our_key(api, issued):
    _header, payload = parts(issued.access)
    forged = jwt.encode(payload | {"sid": str(uuid4())}, "k" * 40, algorithm="HS256", headers={"kid": "derived-0"})
    assert status_with(api, forged) == 401
