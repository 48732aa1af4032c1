"""The host of the page that led to a workbook, out of a header that anyone may fill as they like."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LONGEST_HEADER, _LONGEST_HOST = 2_048, 253
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def host_of(referer: str, *, own: str) -> str | None:
    """The host in a `Referer` header, in lower case and ASCII, without its port.

    None where there is none that could be one, or where it is `own`, the host that was asked.
    """
    if not referer or len(referer) > _LONGEST_HEADER:
        return None
    try:
        parts = urlsplit(referer.strip())
        host = (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        return None
    return None if host == own.lower().rpartition("]")[2].partition(":")[0].rstrip(".") else host
