"""The safe fetch: how the platform reads what a stranger's URL points to, and the only way it does.

A URL is taken apart by one strict parser (`urls`), its host is resolved once, every address that comes back must be a
public unicast one (`addresses`), and the connection goes to an address that was checked, with the certificate held
against the host's name. Redirects are off in the client and walked by hand, each hop from the beginning. One deadline
covers all of it, and every part of an answer has a cap. Nothing of ours goes along: no cookies, no credentials, no
proxies of the environment.

    answer = fetching.fetch("https://example.com/page", cap=262_144, over_cap="cut")

It belongs into jobs: while a request is being answered, `fetch` refuses to run (`FetchInRequest`).
docs/decisions/0015-the-safe-fetch.md says why it is made as it is.
"""

from config.fetching.errors import (
    AddressNotPublic,
    FetchError,
    FetchFailed,
    FetchInRequest,
    FetchRefused,
    TooLargeToFetch,
    TooManyRedirects,
    UrlRefused,
)
from config.fetching.hops import Answer, Hop, Ways, fetch, post
from config.fetching.urls import LONGEST_URL, ParsedUrl, parse

__all__ = [
    "LONGEST_URL",
    "AddressNotPublic",
    "Answer",
    "FetchError",
    "FetchFailed",
    "FetchInRequest",
    "FetchRefused",
    "Hop",
    "ParsedUrl",
    "TooLargeToFetch",
    "TooManyRedirects",
    "UrlRefused",
    "Ways",
    "fetch",
    "parse",
    "post",
]
