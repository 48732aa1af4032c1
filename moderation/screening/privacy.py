"""What becomes of rules, trials and screenings in exports and in erasure: counts stay, texts and names go."""

from __future__ import annotations

from django.db.models import Q

from config.privacy import By, Clear, Delete, Export, NotExported, Person, register
from moderation.screening.services import forget_samples

FIRST, SECOND = 40, 45
_MADE_BY = Clear(because="it is the installation's", values={"made_by": None})


def _forget_samples(person: Person) -> int:
    return forget_samples(person.id)


def _their_profile(person: Person) -> Q:
    return Q(kind="profile", thing_id=person.id)


def declare() -> None:
    register(
        "moderation.ScreeningRule",
        of="made_by",
        export=NotExported("rules are the installation's, whoever wrote them down"),
        erase=_MADE_BY,
    )
    register(
        "moderation.RuleTrial",
        of="made_by",
        export=NotExported("it quotes what others wrote"),
        erase=(By(_forget_samples, "samples of their texts are taken out", once=True), _MADE_BY),
        place=FIRST,
    )
    register(
        "moderation.ScreeningReason",
        of="screening__author",
        export=Export(left_out={"matched": "the value of a rule, which would tell how to get round it"}),
        erase=Clear(because="it counts what rules find", values={"matched": ""}),
        place=FIRST,
    )
    register(
        "moderation.Screening",
        of=("author", "settled_by"),
        export=Export(
            left_out={
                "settled_by": "the moderator, whose name stays with the staff",
                "text_digest": "of the text, which is exported where it stands",
            },
            of="author",
            because="what a moderator settled is about those who wrote",
        ),
        erase=(
            Clear(
                because="it counts what rules find",
                values={"author": None, "excerpt": "", "text_digest": ""},
                of="author",
            ),
            Clear(because="it is about somebody else's text", values={"settled_by": None}, of="settled_by"),
        ),
        place=SECOND,
    )
    register("moderation.WritingTrace", of="author", export=Export(left_out={"digest": "of the text"}), erase=Delete())
    register(
        "moderation.PendingAnalysis",
        of=_their_profile,
        export=NotExported("work under way, gone when it is done"),
        erase=Delete(),
    )
