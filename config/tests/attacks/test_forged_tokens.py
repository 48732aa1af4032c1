"""Group C, access tokens: forged, taken apart, signed by the wrong key, with claims that cannot be."""

from __future__ import annotations

import hashlib
import json
import socket
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from accounts.auth import revocation
from accounts.auth import services as auth
from accounts.auth.keys import configured_keys
from accounts.auth.tests.clockwork import later
from accounts.users import services as users
from config.tests.attacks.forging import body, encoded, parts, signed, status_with
from config.tests.test_the_settings import start

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("attacks-c")]


@pytest.fixture
def access(owner: Any) -> str:
    return str(auth.open_session(user=owner).access)


def test_c01_the_forgers_own_tools_make_good_tokens_where_they_have_our_key(access: str) -> None:
    """Without this, every refusal below could be of a token that is merely badly made."""
    header, claims = parts(access)
    assert signed(header, claims) == access
    assert status_with(signed(header, claims)) == 200


ALGORITHMS = [
    "none",
    "None",
    "NONE",
    "nOnE",
    "none ",
    "\x00none",
    "",
    None,
    0,
    [],
    ["none"],
    {},
    "HS384",
    "HS512",
    "hs256",
    "RS256",
    "PS256",
]


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_c01_no_other_algorithm_and_no_missing_signature(access: str, alg: Any) -> None:
    header, claims = parts(access)
    unsigned = body(header | {"alg": alg}, claims)
    for tail in ("", "AAAA", access.rsplit(".", 1)[1]):
        assert status_with(f"{unsigned}.{tail}") == 401
    assert status_with(unsigned) == 401
    assert status_with(signed(header | {"alg": alg}, claims)) == 401


def test_c01_a_header_without_what_it_needs_is_refused(access: str) -> None:
    header, claims = parts(access)
    for lacking in ("alg", "kid"):
        assert status_with(signed({k: v for k, v in header.items() if k != lacking}, claims)) == 401
    for odd in ([], "x", 1, None, {}, [header]):
        assert status_with(signed(odd, claims)) == 401
        assert status_with(signed(header, odd)) == 401


def test_c01_a_signature_holds_for_its_own_token_alone(access: str, stranger: Any) -> None:
    head, claims, signature = access.split(".")
    other_head, other_claims, other = auth.open_session(user=stranger).access.split(".")
    flipped = ("B" if signature[5] == "A" else "A").join([signature[:5], signature[6:]])
    for forged in (
        f"{head}.{claims}.{other}", f"{head}.{other_claims}.{signature}", f"{other_head}.{other_claims}.{signature}",
        f"{head}.{claims}.", f"{head}.{claims}", f"{head}..{signature}", f".{claims}.{signature}", f"{head}.{claims}.{flipped}",
        f"{head}.{claims}.{signature}.{signature}", f"{head}.{claims}.{signature[:-1]}", "..", ".", "a.b.c.d.e",
    ):  # fmt: skip
        assert status_with(forged) == 401, forged


GUESSES = [
    "",
    "\x00",
    "secret",
    "changeme",
    "change-me",
    "django-insecure",
    "password",
    "your-256-bit-secret",
    "sigma",
    "sigma-playground",
    "test",
]


@pytest.mark.parametrize("guess", GUESSES)
def test_c02_a_guessed_key_does_not_sign(access: str, guess: str) -> None:
    header, claims = parts(access)
    assert status_with(signed(header, claims, guess.encode())) == 401
    assert status_with(signed(header, claims, hashlib.sha256(guess.encode()).hexdigest().encode())) == 401


def test_c02_neither_the_installations_secret_nor_the_keys_name_is_the_key(access: str) -> None:
    header, claims = parts(access)
    for guess in (settings.SECRET_KEY, header["kid"], header["kid"].removeprefix("derived-"), settings.JWT_ISSUER):
        assert status_with(signed(header, claims, guess.encode())) == 401


@pytest.mark.parametrize(
    "secret",
    [
        "", " ", "changeme", "secret", "change-me-0123456789-abcdefghijklmnop", "django-insecure-0123456789abcdefghijklmnop", "a" * 64,
        "abcabcabcabcabcabcabcabcabcabcabcabcabc", "0123456789abcdefghijklmnopqrstu",
    ],
)  # fmt: skip
def test_c02_production_does_not_start_with_a_default_or_a_short_secret(tmp_path: Any, secret: str) -> None:
    ended = start(tmp_path, PRODUCTION="on", SECRET_KEY=secret)
    assert ended.returncode != 0
    assert "SECRET_KEY must be" in ended.stderr


def test_c02_production_starts_with_a_secret_of_its_own(tmp_path: Any) -> None:
    ended = start(tmp_path, PRODUCTION="on", SECRET_KEY="vF3q8Zl0Rk2m-XsT7bYw9Hc1Jd5Na4Pe6Gu")
    assert ended.returncode == 0, ended.stderr


def test_c03_a_public_key_is_no_secret_and_its_private_half_no_signature(access: str) -> None:
    """No asymmetric key is configured; a token of one, and the confusion of the two kinds, are refused alike."""
    header, claims = parts(access)
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    curve = ec.generate_private_key(ec.SECP256R1())
    for key, alg in ((private, "RS256"), (private, "PS256"), (curve, "ES256")):
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        for secret in (public, public.strip(), public.replace(b"\n", b"")):
            assert status_with(signed(header, claims, secret)) == 401
        assert status_with(jwt.encode(claims, key, algorithm=alg, headers={"kid": header["kid"]})) == 401


HEADERS: list[dict[str, Any]] = [
    {"kid": "../../dev/null"}, {"kid": "/dev/null"}, {"kid": "' UNION SELECT 'a"}, {"kid": "x' OR 1=1--"}, {"kid": "| id"},
    {"kid": ""}, {"kid": None}, {"kid": 0}, {"kid": ["a"]}, {"kid": {"a": 1}}, {"kid": "é"}, {"kid": "derived-00000000"}, {"kid": "k" * 900},
    {"jku": "http://127.0.0.1:9/keys"}, {"jku": "https://evil.test/.well-known/jwks.json"}, {"x5u": "http://127.0.0.1:9/cert"},
    {"x5c": ["MIIB"]}, {"jwk": {"kty": "oct", "k": "AAAA"}}, {"jwk": {"kty": "oct", "k": ""}}, {"crit": ["b64"], "b64": False},
    {"crit": ["exp"]}, {"crit": []}, {"crit": ["unknown"], "unknown": 1}, {"b64": False}, {"cty": "JWT"}, {"zip": "DEF"},
    {"enc": "A256GCM"}, {"typ": "at+jwt"}, {"typ": None}, {"x": 1},
]  # fmt: skip


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where the process tried to connect to, or what name to look up; the limits' and caches' store stays within reach."""
    tried: list[Any] = []
    store = urlsplit(settings.REDIS_URL)
    plain = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if settings.REDIS_URL and isinstance(address, tuple) and address[1] == (store.port or 6379):
            return plain(self, address)
        tried.append(address)
        raise ConnectionRefusedError("nothing is reached from here")

    def look_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if settings.REDIS_URL and host == store.hostname:
            return names(host, port, *args, **kwargs)
        tried.append((host, port))
        raise socket.gaierror("no names are known here")

    names = socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return tried


def test_c04_the_watch_over_connections_is_awake(reached: list[Any]) -> None:
    with pytest.raises(OSError):
        urlopen("http://evil.test/keys")
    with pytest.raises(OSError):
        socket.socket().connect(("127.0.0.1", 9))
    assert reached == [("evil.test", 80), ("127.0.0.1", 9)]


@pytest.mark.parametrize("extra", HEADERS, ids=lambda extra: json.dumps(extra)[:40])
def test_c04_a_header_that_leads_elsewhere_is_refused_and_not_followed(
    access: str, reached: list[Any], extra: dict[str, Any]
) -> None:
    header, claims = parts(access)
    for secret in (None, b"", b"\x00"):
        assert status_with(signed(header | extra, claims, secret)) == 401
    assert reached == []


NOW = int(time.time())
CLAIMS: dict[str, list[Any]] = {
    "exp": [NOW - 60, 1, 0, -1, -(2**63), 1e30, 1e308, 2**63, 10**30, float(NOW + 60), str(NOW + 60), "tomorrow", "", True, [NOW + 60], {}],
    "nbf": [NOW + 3_600, 1e30, str(NOW + 3_600), "later", {}],
    "iat": [NOW + 86_400, 10**30, 1e30, float(NOW), str(NOW), True, [], "now"],
    "jti": [5, True, [], {}],
    "aud": ["another-api", "", "sigma-playground", "SIGMA-PLAYGROUND-API", [], ["another-api"], ["sigma-playground-api"], 5, {}],
    "iss": ["someone", "", "sigma-playground ", "https://evil.test", ["sigma-playground"], 5],
    "sub": [5, "abc", "", "1", True, [], {"id": 1}, "00000000-0000-0000-0000-00000000000g", "../admin", "' OR 1=1"],
    "sid": ["abc", "", 5, [], {}],
    "typ": ["refresh", "", "ACCESS", 5, ["access"]],
    "role": ["root", "", "ADMIN", 5, ["admin"], {"admin": True}],
    "status": ["fine", "suspended", "banned", "deactivated", 5, []],
    "verified": ["yes", "true", 1, []],
    "username": [5, [], {}],
    "ver": ["1", 1.5, True, [], {}, 0, -1],
}  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS)
def test_c06_a_claim_of_the_wrong_time_or_kind_is_refused_though_we_signed_it(
    access: str, owner: Any, claim: str
) -> None:
    header, claims = parts(access)
    if claim != "nbf":
        assert status_with(signed(header, {name: value for name, value in claims.items() if name != claim})) == 401
        assert status_with(signed(header, claims | {claim: None})) == 401
    if claim == "ver":
        users.end_access(user=owner, reason="test")
        revocation.reset()
        claims = parts(auth.open_session(user=owner).access)[1]
    for value in CLAIMS[claim]:
        assert status_with(signed(header, claims | {claim: value})) == 401, value
    assert status_with(signed(header, claims)) == 200


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5_00])
def test_c06_an_end_that_is_no_number_of_json_is_refused(access: str, literal: str) -> None:
    head, _claims, _signature = access.split(".")
    _header, claims = parts(access)
    raw = json.dumps(claims | {"exp": 0}).replace('"exp": 0', f'"exp": {literal}')
    key = configured_keys()[0].secret
    forged = f"{head}.{encoded(raw.encode())}"
    signature = jwt.get_algorithm_by_name("HS256").sign(forged.encode(), key.encode())
    assert status_with(f"{forged}.{encoded(signature)}") == 401


def test_c06_a_token_that_outlives_the_memory_of_its_sign_out_stays_dead(api: Any, owner: Any, settings: Any) -> None:
    """Lifetimes are a setting: what was signed for a day must not come back once tokens live for minutes."""
    settings.ACCESS_TOKEN_LIFETIME = timedelta(days=1)
    issued = auth.open_session(user=owner)
    settings.ACCESS_TOKEN_LIFETIME = timedelta(minutes=15)
    assert api.with_token(issued.access).post("/auth/logout", {"refresh": issued.refresh}).status_code in {204, 401}
    assert status_with(issued.access) == 401
    with later(hours=1):
        auth.prune()
        revocation.reset()
        assert status_with(issued.access) == 401
