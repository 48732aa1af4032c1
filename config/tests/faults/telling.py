"""Members who have all four channels, and deeds that tell them something; a process beside the platform's own.

    python -m config.tests.faults.telling prepare 60 3334 12         → the people who will watch, with their tokens
    python -m config.tests.faults.telling act 10000 7                → done once so many deeds were told of

Each workbook is told of to its author three times: somebody marks it as a favourite, somebody comments, somebody
mentions the author in a comment. The three are of one thread, and each is a notification of its own.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from uuid import UUID, uuid5

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 - needs Django set up

from accounts.auth import services as auth  # noqa: E402 - needs Django set up
from accounts.profiles import services as profiles  # noqa: E402 - needs Django set up
from accounts.users import services as users  # noqa: E402 - needs Django set up
from accounts.users.models import User  # noqa: E402 - needs Django set up
from config import clock  # noqa: E402 - needs Django set up
from notifications.addresses import checking  # noqa: E402 - needs Django set up
from notifications.addresses import services as addresses  # noqa: E402 - needs Django set up
from notifications.addresses.tests.browsers import Browser  # noqa: E402 - needs Django set up
from notifications.preferences import services as preferences  # noqa: E402 - needs Django set up
from workbooks.catalog.models import Workbook  # noqa: E402 - needs Django set up
from workbooks.embeds.models import EmbedSource  # noqa: E402 - needs Django set up
from workbooks.engagement import services as engagement  # noqa: E402 - needs Django set up

EVERYWHERE = {"workbook.favorited": {"email": True, "push": True}}
_DEVICES = UUID("5f0f6b6e-6f5d-4a39-9d53-0d4b3a3f8f11")


def member(number: int, encoded: str) -> User:
    """A member with a browser and an app, who wants to be told by every channel."""
    name = f"told-{number}"
    made = users.create_user(
        username=name, email=f"{name}@example.com", encoded_password=encoded, email_verified=True, full_name=name
    )
    browser = Browser(f"https://push.test/send/{name}")
    addresses.register(actor=made, checked=checking.web_push(browser.endpoint, **browser.keys))
    addresses.register(actor=made, checked=checking.onesignal(uuid5(_DEVICES, name)))
    preferences.change_preferences(member=made, changes=preferences.Changes(matrix=EVERYWHERE))
    return made


def publish(authors: list[User], count: int) -> None:
    """Published workbooks, shared out among the authors."""
    source, now = EmbedSource.objects.get(slug__startswith="tableau"), clock.now()
    Workbook.objects.bulk_create(
        Workbook(
            author=authors[number % len(authors)],
            title=f"Workbook {number}",
            slug=f"workbook-{number}",
            embed_url=f"https://public.tableau.com/views/W{number}/Main",
            source=source,
            status="published",
            published_at=now,
            listed_at=now,
        )
        for number in range(count)
    )
    shares = {each.pk: {"workbooks": len(range(number, count, len(authors)))} for number, each in enumerate(authors)}
    profiles.bump_counts(shares)


def prepare(members: int, workbooks: int, watching: int) -> list[dict[str, str]]:
    encoded = make_password("a lantern on the quay 7")
    people = [member(number, encoded) for number in range(members)]
    publish(people, workbooks)
    return [
        {"id": str(each.pk), "username": each.username, "token": auth.open_session(user=each).access}
        for each in people[:watching]
    ]


def act(events: int, seed: int) -> int:
    """Deeds in random order, those of one workbook by three different members; how many."""
    chance, people = random.Random(seed), list(User.objects.filter(username__startswith="told-").order_by("username"))
    authors = {each.pk: each for each in people}
    deeds: list[tuple[Callable[[User, User, UUID], object], User, User, UUID]] = []
    for pk, author_id in Workbook.objects.order_by("pk").values_list("pk", "author_id"):
        others = chance.sample([each for each in people if each.pk != author_id], 3)
        for deed, other in zip((favour, comment, mention), others, strict=True):
            deeds.append((deed, other, authors[author_id], pk))
    del deeds[events:]
    chance.shuffle(deeds)
    for deed, actor, author, workbook_id in deeds:
        deed(actor, author, workbook_id)
    return len(deeds)


def favour(actor: User, _author: User, workbook_id: UUID) -> None:
    engagement.favorite(member=actor, workbook_id=workbook_id)


def comment(actor: User, _author: User, workbook_id: UUID) -> None:
    engagement.write_comment(author=actor, workbook_id=workbook_id, body="Which source are the delays from?")


def mention(actor: User, author: User, workbook_id: UUID) -> None:
    engagement.write_comment(author=actor, workbook_id=workbook_id, body=f"@{author.username} have a look at this")


if __name__ == "__main__":
    deed, *given = sys.argv[1:]
    print(json.dumps({"prepare": prepare, "act": act}[deed](*map(int, given))))
