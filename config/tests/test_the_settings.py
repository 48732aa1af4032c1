"""A wrong environment stops the start with a sentence that names the variable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def start(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env=kept | {"DATA_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://somewhere/db"),
        ("DATABASE_URL", "postgres://127.0.0.1:port/db"),
        ("REDIS_URL", "localhost:6379"),
        ("BASE_URL", "example.com"),
        ("THROTTLE_CLIENT", "a lot"),
        ("THROTTLES", "perhaps"),
        ("LOG_FORMAT", "xml"),
        ("SECRET_KEY", "changeme"),
        ("SECRET_KEY", "change-me-" + "abcdefgh" * 8),
        ("ACCESS_TOKEN_SECONDS", "-1"),
        ("TRUSTED_PROXIES", "many"),
        ("BODY_LIMIT", "1"),
        ("EMAIL_PORT", "smtp"),
        ("ENCRYPTION_KEYS", "too-short"),
        ("ENCRYPTION_KEYS", "A" * 43 + "="),
        ("EMBED_PROBES", "perhaps"),
        ("MODERATION_SLA_HOURS", "urgent:1,high:4,normal:24"),
        ("MODERATION_SLA_HOURS", "urgent:0,high:4,normal:24,low:72"),
        ("MODERATION_CLAIM_HOURS", "soon"),
        ("MODERATION_APPEAL_DAYS", "0"),
        ("MODERATION_MOST_OPEN_REPORTS", "0"),
        ("FRIEND_REQUEST_WAIT_DAYS", "soon"),
        ("FOLLOW_REQUESTS_MOST_OPEN", "0"),
        ("FRIEND_REQUESTS_MOST_OPEN", "0"),
        ("MODERATION_STRIKE_DAYS", "0"),
        ("MODERATION_STRIKE_STEPS", "3:praise"),
        ("MODERATION_STRIKE_STEPS", "5:mute,3:ban"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_its_variable(tmp_path: Path, name: str, value: str) -> None:
    ended = start(tmp_path, **{name: value})
    assert ended.returncode != 0
    assert f"{name} must be" in ended.stderr.strip().splitlines()[-1]


def test_a_secret_is_never_shown_in_the_sentence(tmp_path: Path) -> None:
    ended = start(tmp_path, SECRET_KEY="changeme-and-some-more-of-it")
    assert "changeme-and" not in ended.stderr


def test_production_wants_a_secret_key_of_its_own(tmp_path: Path) -> None:
    ended = start(tmp_path, PRODUCTION="on")
    assert "SECRET_KEY must be set in production" in ended.stderr


def test_with_nothing_set_it_starts_and_keeps_its_secret_to_itself(tmp_path: Path) -> None:
    assert start(tmp_path).returncode == 0
    secret = tmp_path / "secrets" / "secret-key"
    assert len(secret.read_text()) >= 48
    assert secret.stat().st_mode & 0o077 == 0
    before = secret.read_text()
    assert start(tmp_path).returncode == 0
    assert secret.read_text() == before


def test_the_configuration_guide_names_every_variable() -> None:
    from config.settings.base import env

    guide = (ROOT / "docs" / "guides" / "configuration.md").read_text()
    assert [name for name in sorted(env.asked) if f"`{name}`" not in guide] == []
