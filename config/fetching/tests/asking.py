"""Asking a server that means it badly."""

from __future__ import annotations

import pytest

from config import fetching
from config.fetching import errors

URL = "https://good.test/page"


def refusal(url=URL, **named):
    with pytest.raises(errors.FetchError) as refused:
        fetching.fetch(url, **named)
    return refused.value.code
