"""Whether a source claims a host or a path: by whole labels and whole segments, never by part of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_HOST = re.compile(r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_PATH = re.compile(r"(?:/(?:\*|[A-Za-z0-9._~-]+))*(?:/\*\*)?")
MOST_PATTERNS = 50
SANDBOX_FLAGS = frozenset(
    {
        "allow-downloads",
        "allow-forms",
        "allow-modals",
        "allow-orientation-lock",
        "allow-pointer-lock",
        "allow-popups",
        "allow-popups-to-escape-sandbox",
        "allow-presentation",
        "allow-same-origin",
        "allow-scripts",
        "allow-storage-access-by-user-activation",
    }
)
"""What a source's frame may be allowed; leading the page around it elsewhere (`allow-top-navigation`) is not in it."""


def host_matches(host: str, pattern: str) -> bool:
    """`host` is `pattern`, or lies below it where it begins with `*.`."""
    if pattern.startswith("*."):
        return host.endswith(pattern[1:]) and len(host) > len(pattern) - 1
    return host == pattern


def path_matches(path: str, pattern: str) -> bool:
    """Every segment of `path` is the pattern's; `*` stands for any one, a last `**` for one or more."""
    segments, wanted = path.strip("/").split("/"), pattern.strip("/").split("/")
    if not all(segments):
        return False
    if wanted[-1] == "**":
        wanted = wanted[:-1]
        if len(segments) <= len(wanted):
            return False
        segments = segments[: len(wanted)]
    return len(segments) == len(wanted) and all(
        word == "*" or segment == word for segment, word in zip(segments, wanted, strict=True)
    )


def any_host(host: str, patterns: Iterable[str]) -> bool:
    return any(host_matches(host, pattern) for pattern in patterns)


def any_path(path: str, patterns: Iterable[str]) -> bool:
    return any(path_matches(path, pattern) for pattern in patterns)


def check_hosts(patterns: object) -> None:
    """A source's hosts, as an administrator wrote them: names of at least two labels, `*.` only before them."""
    _check(patterns, _HOST)


def check_paths(patterns: object) -> None:
    """A source's paths, as an administrator wrote them: whole segments, `**` only at the end."""
    _check(patterns, _PATH)


def _check(patterns: object, shape: re.Pattern[str]) -> None:
    listed = patterns if isinstance(patterns, list) else []
    if not 1 <= len(listed) <= MOST_PATTERNS:
        raise ValidationError(_("This is a list of 1 to 50 patterns."), code="not_a_list")
    for each in listed:
        if not isinstance(each, str) or not each or len(each) > 253 or not shape.fullmatch(each):
            raise ValidationError(
                _("%(pattern)s is not a pattern."), code="pattern", params={"pattern": str(each)[:100]}
            )


def check_sandbox(flags: object) -> None:
    """A source's sandbox flags, as an administrator wrote them: a list of known ones."""
    if not isinstance(flags, list):
        raise ValidationError(_("This is a list of sandbox flags."), code="not_a_list")
    for each in flags:
        if not isinstance(each, str) or each not in SANDBOX_FLAGS:
            raise ValidationError(
                _("%(flag)s is not a flag that a frame can be given."), code="flag", params={"flag": str(each)[:100]}
            )
