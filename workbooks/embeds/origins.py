"""Which sites may show a workbook in a frame of theirs: origins, as an author writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import idna
from django.utils.translation import gettext as _

from config.errors import InvalidInput

ANYWHERE = "*"
MOST_ORIGINS = 20

_ORIGIN = re.compile(r"(https?)://(\*\.)?([^\s/?#:@\[\]*]{1,253})(?::([0-9]{1,5}))?/?", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?")


def clean_origins(texts: Sequence[str], field: str = "embed_allowed_on") -> list[str]:
    """The origins as a content policy takes them, each once, in order; `["*"]` for everywhere.

    They become part of a header, so what is not understood whole is refused.
    """
    if len(texts) > MOST_ORIGINS:
        raise InvalidInput.of(field, "too_many", _("Name at most 20 sites."))
    cleaned = [ANYWHERE if text.strip() == ANYWHERE else _origin(text.strip(), field) for text in texts]
    return [ANYWHERE] if ANYWHERE in cleaned else list(dict.fromkeys(cleaned))


def _origin(text: str, field: str) -> str:
    found = _ORIGIN.fullmatch(text)
    name = _ascii(found[3]) if found else ""
    port = int(found[4]) if found and found[4] else None
    if found is None or not name or (port is not None and not 0 < port < 65_536):
        raise InvalidInput.of(
            field, "not_an_origin", _("Name sites as https://www.example.com, or * for all: %s is none.") % text[:100]
        )
    return f"{found[1].lower()}://{found[2] or ''}{name}{f':{port}' if port else ''}"


def _ascii(host: str) -> str:
    try:
        name = idna.uts46_remap(host, std3_rules=True, transitional=False)
        name = name if name.isascii() else idna.encode(name, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return ""
    return name if len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split(".")) else ""
