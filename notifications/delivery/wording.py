"""Where the words of a message come from: the templates of its type, or its source where that has words of its own."""

from __future__ import annotations

from notifications.delivery.sources import Letter, Wording
from notifications.templates.framing import message
from notifications.types import Channel


def words_of(letter: Letter, type_name: str, channel: Channel, *, locale: str, account: str) -> Wording:
    """The words of a message, in the reader's language."""
    if letter.words is not None:
        return letter.words
    return message(type_name, channel, locale, letter.values, account=account, unsubscribe_url=letter.unsubscribe_url)
