"""What becomes of appeals in exports and in erasure: how they ended is counted on, names and words go."""

from __future__ import annotations

from config.privacy import Clear, Export, register

FIRST, LAST = 40, 45
_STAFF = "the moderator, whose name stays with the staff"
_ELSE = "it is about somebody else"


def declare() -> None:
    register(
        "moderation.AppealMessage",
        of=("author", "appeal__appellant"),
        export=Export(
            left_out={"author": "of what the staff wrote, the moderator; what the member wrote is theirs"},
            of="appeal__appellant",
            because="the dialogue is the member's who appealed",
        ),
        erase=(
            Clear(because="how the appeal ended is counted", values={"body": ""}, of="appeal__appellant"),
            Clear(because=_ELSE, values={"author": None}, of="author"),
        ),
        place=FIRST,
    )
    register(
        "moderation.Appeal",
        of=("appellant", "decided_by"),
        export=Export(left_out={"decided_by": _STAFF}, of="appellant", because="an appeal is the member's who made it"),
        erase=(
            Clear(because="appeals are counted", values={"appellant": None, "text": "", "reason": ""}, of="appellant"),
            Clear(because=_ELSE, values={"decided_by": None}, of="decided_by"),
        ),
        place=LAST,
    )
