"""Why a fetch did not give an answer: refused by a rule of ours, or failed on the way. `code` is stable."""

from __future__ import annotations


class FetchInRequest(RuntimeError):
    """A request's own thread does not wait for strangers: send a job."""


class FetchError(Exception):
    """There is no answer."""

    code = "fetch_error"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


class FetchRefused(FetchError):
    """A rule of ours forbids it, whatever the other side does."""

    code = "refused"


class UrlRefused(FetchRefused):
    """The URL breaks a rule; `reason` is the rule's code."""

    def __init__(self, reason: str) -> None:
        self.reason = self.code = reason
        super().__init__()


class AddressNotPublic(FetchRefused):
    """The name leads to an address that is not a public unicast one, or that is this machine's own."""

    code = "address_not_public"


class TooManyRedirects(FetchRefused):
    """More hops than are walked."""

    code = "too_many_redirects"


class FetchFailed(FetchError):
    """The other side could not be read."""

    code = "unreachable"


class NameNotFound(FetchFailed):
    """The name has no address."""

    code = "name_not_found"


class ConnectionLost(FetchFailed):
    """Nobody answers, or the connection broke off."""

    code = "connection_failed"


class TooSlow(FetchFailed):
    """The deadline passed before the answer was whole."""

    code = "too_slow"


class CertificateNotValid(FetchFailed):
    """The certificate is expired, made for another name, or by nobody that is trusted; or there is no TLS."""

    code = "certificate_not_valid"


class NotHttp(FetchFailed):
    """What came back is not a whole HTTP answer."""

    code = "malformed_answer"


class TooLargeToFetch(FetchFailed):
    """The answer, its headers, or what it unpacks to, is over the cap."""

    code = "too_large"
