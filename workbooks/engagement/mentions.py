"""Who a comment mentions."""

from __future__ import annotations

import re

from config.errors import FieldError
from workbooks.engagement.errors import TooManyMentions

MOST_MENTIONS = 20

_MENTION = re.compile(r"(?<![\w@/.\-])@([A-Za-z0-9][A-Za-z0-9._\-]{1,28}[A-Za-z0-9])(?![A-Za-z0-9])")


def mentioned_names(body: str) -> list[str]:
    """The names behind `@` in `body`, in lower case, each once; `TooManyMentions` above 20."""
    names = list(dict.fromkeys(name.lower() for name in _MENTION.findall(body)))
    if len(names) > MOST_MENTIONS:
        raise TooManyMentions(errors=[FieldError("body", "too_many_mentions", str(TooManyMentions.detail))])
    return names
