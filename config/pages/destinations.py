"""Where a page may lead whoever sent a form: to paths of this installation, and nowhere else."""

from __future__ import annotations

import re

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2_000
_REFUSED = re.compile(r"[\x00-\x20\x7f\\]")


def local_path(text: str) -> str:
    """`text` where it is a path of this installation, with its query; empty where it is anything else."""
    if len(text) > LONGEST or not text.startswith("/") or _REFUSED.search(text):
        return ""
    return text if url_has_allowed_host_and_scheme(text, allowed_hosts=None) else ""
