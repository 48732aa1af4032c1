"""What becomes of cases, their histories and decisions in exports and in erasure: counts stay, names and texts go."""

from __future__ import annotations

from config.privacy import Clear, Export, NotExported, register

FIRST, LAST = 40, 45
_STAFF = "the moderator, whose name stays with the staff"
_ELSE = "it is about somebody else"


def declare() -> None:
    register(
        "moderation.CaseEntry",
        of=("actor", "case__owner"),
        export=NotExported("the staff's notes, which name who reported; decisions are exported"),
        erase=(
            Clear(because="what was done is counted", values={"text": ""}, of="case__owner"),
            Clear(because=_ELSE, values={"actor": None, "text": ""}, of="actor"),
        ),
        place=FIRST,
    )
    register(
        "moderation.Decision",
        of=("owner", "made_by", "overturned_by"),
        export=Export(
            left_out={"made_by": _STAFF, "overturned_by": _STAFF, "note": "the staff's own word"},
            of="owner",
            because="what a moderator decided is about those whose thing it was",
        ),
        erase=(
            Clear(
                because="decisions are counted",
                values={"owner": None, "reason": "", "note": "", "title": "", "excerpt": ""},
                of="owner",
            ),
            Clear(because=_ELSE, values={"made_by": None}, of="made_by"),
            Clear(because=_ELSE, values={"overturned_by": None}, of="overturned_by"),
        ),
        place=FIRST,
    )
    register(
        "moderation.Case",
        of=("owner", "assignee"),
        export=NotExported("the staff's queue; decisions and sanctions are exported"),
        erase=(
            Clear(because="cases are counted", values={"owner": None, "fine_digest": ""}, of="owner"),
            Clear(because=_ELSE, values={"assignee": None}, of="assignee"),
        ),
        place=LAST,
    )
