"""What an endpoint must look like before it is kept: its URL by the parser of the safe fetch, its types by the table.

The name is not looked up here: whether it leads to a public address is asked each time something is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from config import fetching
from config.errors import InvalidInput
from notifications.webhooks.errors import WebhookUrlRefused
from notifications.webhooks.opened import OPEN


def checked_url(text: str) -> str:
    """The URL as it is kept, without a fragment; `WebhookUrlRefused` with the first rule that it breaks."""
    try:
        parsed = fetching.parse(text.strip())
    except fetching.UrlRefused as refused:
        raise WebhookUrlRefused(refused.reason) from None
    if parsed.host == urlsplit(settings.BASE_URL).hostname:
        raise WebhookUrlRefused("own_host")
    return f"{parsed.origin}{parsed.path}{parsed.query}"


def checked_types(names: Sequence[str]) -> list[str]:
    """The types, each once and in order; at least one, all of them open."""
    if not names:
        raise InvalidInput.of("types", "required", _("Name at least one type."))
    for name in names:
        if name not in OPEN:
            raise InvalidInput.of("types", "unknown", _("There is no such type: %(name)s.") % {"name": name[:80]})
    return sorted(set(names))
