"""A small community to look around in: what `manage.py seed_demo` makes, through the services that everyone uses."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.profiles import services as profiles
from accounts.users import services as users
from accounts.users.queries import administered
from config.roles import ANONYMOUS, Role
from moderation.cases import services as cases
from moderation.reports import services as reports
from social.friends import services as friends
from social.graph import services as graph
from workbooks.catalog import queries as catalog_queries
from workbooks.catalog import services as catalog
from workbooks.engagement import services as engagement
from workbooks.tags import vocabulary
from workbooks.tags.names import slug_of
from workbooks.tags.queries import ids_by_slugs

Person = Any

TAGS = ["Finance", "Marketing", "Sales", "Operations", "HR", "Analytics", "Dashboard", "KPI"]

PEOPLE = [
    ("demo-admin", Role.ADMIN, "Ada Admin", ""),
    ("demo-manager", Role.MANAGER, "Max Manager", ""),
    ("demo-moderator", Role.MODERATOR, "Mia Moderator", ""),
    ("demo-agent", Role.AGENT, "Ali Agent", ""),
    ("demo-service", Role.API_USER, "Nightly service", ""),
    ("ana", Role.MEMBER, "Ana Ruiz", "Makes sales dashboards that fit on **one** page."),
    ("ben", Role.MEMBER, "Ben Okafor", "People analytics, and maps of where people work."),
    ("chloe", Role.MEMBER, "Chloé Martin", "Marketing by day, cycling data by night."),
    ("dora", Role.MEMBER, "Dora Deals", "Deals, deals, deals."),
]

_TABLEAU = "https://public.tableau.com/views"

WORKBOOKS = [
    ("ana", "Sales at a glance", f"{_TABLEAU}/SalesAtAGlance/Overview", ["Sales", "Dashboard", "KPI"]),
    ("ana", "Where the margin goes", f"{_TABLEAU}/Margins/Overview", ["Finance", "Analytics"]),
    ("ben", "Who leaves, and when", "https://app.sigmacomputing.com/embed/1-people-overview", ["HR", "Analytics"]),
    (
        "ben",
        "Shifts that run late",
        "https://lookerstudio.google.com/embed/reporting/shifts/page/1",
        ["Operations", "KPI"],
    ),
    ("chloe", "Campaigns that pay", "https://app.powerbi.com/view?r=campaigns", ["Marketing", "KPI"]),
    ("chloe", "A year of rides", "https://observablehq.com/embed/@demo/a-year-of-rides", ["Dashboard", "Analytics"]),
]


COMMENTS = [
    (0, "ben", "The region filter answers my first question at once, @ana."),
    (0, "chloe", "Could the *margin* stand beside the revenue?"),
    (1, "chloe", "I show this one in every Monday meeting."),
    (2, "ana", "Which month has the most goodbyes?"),
    (4, "ana", "The cost per lead surprised me, @chloe."),
    (5, "ben", "And now I want to ride, too."),
]

ADVERTS = [
    (0, "Ten templates for the price of one, only today."),
    (4, "Want your campaign seen? I have the contacts."),
]
"""What Dora writes below which workbooks: the first was hidden for it, the second waits in the queue."""

FOLLOWS = [
    ("ana", "ben"),
    ("ben", "ana"),
    ("chloe", "ana"),
    ("ana", "chloe"),
    ("demo-moderator", "ana"),
    ("ben", "chloe"),
]

FRIENDS = [("ana", "ben"), ("chloe", "ana")]
"""Who asked whom to be friends, and was answered with yes."""

ASKED = ("chloe", "ben", "We met at the map workshop.")
"""Who still waits for an answer, and what they wrote."""

FAVORITES, VIEWS, FEATURED = 12, 50, 2


@dataclass(slots=True)
class Demo:
    """What was made: the people with their passwords, which nothing keeps, and how much of everything else."""

    passwords: list[tuple[str, str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def is_empty() -> bool:
    """Whether nobody and nothing is here yet."""
    return not administered().exists() and catalog_queries.count_of_workbooks() == 0


def seed() -> Demo:
    """Make the community, all of it or nothing."""
    secrets_by_name = {username: secrets.token_urlsafe(12) for username, *_rest in PEOPLE}
    # Hashing is slow on purpose, and is done before the transaction begins.
    encoded = {username: make_password(password) for username, password in secrets_by_name.items()}
    demo = Demo(passwords=[(role.value, username, secrets_by_name[username]) for username, role, *_rest in PEOPLE])
    with transaction.atomic():
        people = _people(encoded)
        made = _workbooks(people)
        demo.counts = {
            "users": len(people),
            "tags": _tags(people["demo-moderator"]),
            "workbooks": len(made),
            "favourites": _favorites(list(people.values()), made),
            "featured": _featured(people["demo-moderator"], made),
            "views": _views(made),
            "follows": sum(graph.follow(actor=people[one], person=people[other]) for one, other in FOLLOWS),
            "friends": _friends(people),
            "comments": _comments(people, made),
            "reports": _reports(people, made),
        }
    engagement.count_views()
    engagement.recompute_trending()
    return demo


def _people(encoded: dict[str, str]) -> dict[str, Person]:
    people = {}
    for username, role, full_name, bio in PEOPLE:
        person = users.create_user(
            username=username,
            email=f"{username}@example.com",
            encoded_password=encoded[username],
            role=role,
            email_verified=True,
            full_name=full_name,
        )
        if bio:
            profiles.edit_profile(user_id=person.pk, changes={"bio": bio})
        people[username] = person
    return people


def _tags(moderator: Person) -> int:
    """The eight tags, those too that no workbook carries."""
    for name in TAGS:
        if not ids_by_slugs([slug_of(name)]):
            vocabulary.create_tag(actor=moderator, name=name)
    return len(ids_by_slugs([slug_of(name) for name in TAGS]))


def _workbooks(people: dict[str, Person]) -> list[Any]:
    made = []
    for username, title, url, tags in WORKBOOKS:
        author = people[username]
        draft = catalog.create_workbook(
            author=author,
            title=title,
            embed_url=url,
            description=f"**{title}**: part of the demo, to be looked at and changed.",
            tag_names=tags,
        )
        made.append(catalog.publish_workbook(actor=author, workbook_id=draft.pk))
    return made


def _favorites(people: list[Person], made: list[Any]) -> int:
    """Twelve marks, none on one's own workbook."""
    pairs = [(person, workbook) for person, workbook in product(people, made) if workbook.author_id != person.pk]
    spread = pairs[:: len(pairs) // FAVORITES][:FAVORITES]
    return sum(engagement.favorite(member=person, workbook_id=workbook.pk) for person, workbook in spread)


def _featured(moderator: Person, made: list[Any]) -> int:
    for position, workbook in enumerate(made[::3][:FEATURED], start=1):
        catalog.feature_workbook(actor=moderator, workbook_id=workbook.pk, position=position)
    return FEATURED


def _views(made: list[Any]) -> int:
    """Fifty visitors, more of them for the first workbooks."""
    return sum(
        engagement.register_view(
            viewer=ANONYMOUS,
            workbook_id=made[number * number // VIEWS * len(made) // VIEWS].pk,
            address=f"192.0.2.{number}",
            agent=f"Mozilla/5.0 (X11; Linux x86_64) visitor/{number}",
        )
        for number in range(VIEWS)
    )


def _friends(people: dict[str, Person]) -> int:
    for one, other in FRIENDS:
        asked = friends.request_friendship(sender=people[one], person=people[other])
        friends.accept_request(actor=people[other], request_id=asked.request.pk)
    sender, recipient, words = ASKED
    friends.request_friendship(sender=people[sender], person=people[recipient], message=words)
    return len(FRIENDS)


def _comments(people: dict[str, Person], made: list[Any]) -> int:
    for index, username, body in COMMENTS:
        comment = engagement.write_comment(author=people[username], workbook_id=made[index].pk, body=body)
    author = people[WORKBOOKS[COMMENTS[-1][0]][0]]
    engagement.write_comment(
        author=author, workbook_id=comment.workbook_id, body="Come along on Sunday!", parent_id=comment.pk
    )
    engagement.like_comment(member=author, comment_id=comment.pk)
    return len(COMMENTS) + 1


def _reports(people: dict[str, Person], made: list[Any]) -> int:
    """Something for the moderators: a case that was decided, one that waits with two reports, one that is no case."""
    adverts = [
        engagement.write_comment(author=people["dora"], workbook_id=made[index].pk, body=body)
        for index, body in ADVERTS
    ]
    remark = engagement.write_comment(
        author=people["chloe"], workbook_id=made[3].pk, body="Whoever made this roster should try working it."
    )
    filed = [
        _report(people["ana"], adverts[0], "spam", "The third one this week."),
        _report(people["chloe"], adverts[1], "spam", ""),
        _report(people["ben"], adverts[1], "spam", "She writes this below every workbook."),
        _report(people["ben"], remark, "harassment", "Is that about me?"),
    ]
    moderator = people["demo-moderator"]
    case = cases.claim(actor=moderator, case_id=filed[0].case_id)
    cases.decide(
        actor=moderator,
        case_id=case.pk,
        expected_version=case.version,
        actions=[cases.Action("hide"), cases.Action("warn")],
        reason="Advertising below other people's workbooks.",
    )
    return len(filed)


def _report(reporter: Person, comment: Any, category: str, text: str) -> Any:
    return reports.file_report(
        reporter=reporter, kind="comment", thing_id=comment.pk, category=category, text=text
    ).report
