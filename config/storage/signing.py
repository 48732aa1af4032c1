"""The policy of an upload to our own folder: signed, good for five minutes, for one name, one type and one size."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from config.errors import Forbidden

WRONG_SIZE = _("The file is not of the size that was announced.")
_SALT = "config.storage.policy"


class PolicyRefused(Forbidden):
    """The form was not made here, has run out, or is used for something else."""

    code = "upload_refused"
    detail: object = _("This upload was not prepared here, or its time is over.")


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be uploaded: `size` in bytes."""

    key: str
    media_type: str
    size: int


def sign(*, key: str, media_type: str, size: int) -> str:
    """The signed policy, as the form's field carries it."""
    return signing.dumps(asdict(Policy(key, media_type, size)), salt=_SALT)


def opened(policy: str) -> Policy:
    """The policy that was signed; `PolicyRefused` where it is not ours or older than five minutes."""
    try:
        return Policy(**signing.loads(policy, salt=_SALT, max_age=timedelta(seconds=settings.UPLOAD_SECONDS)))
    except signing.BadSignature:
        raise PolicyRefused from None
