"""What becomes of sanctions and strikes in exports and in erasure: what was done is counted on, to whom goes."""

from __future__ import annotations

from config.privacy import Clear, Export, register

FIRST = 40
_STAFF = "the moderator, whose name stays with the staff"


def declare() -> None:
    register(
        "moderation.Strike",
        of="member",
        export=Export(),
        erase=Clear(because="it belongs to its sanction", values={"member": None}),
        place=FIRST,
    )
    register(
        "moderation.Sanction",
        of=("member", "made_by", "ended_by"),
        export=Export(
            left_out={"made_by": _STAFF, "ended_by": _STAFF, "note": "the staff's own word"},
            of="member",
            because="what a moderator did is about those to whom it was done",
        ),
        erase=(
            Clear(because="what was done is counted", values={"member": None, "reason": "", "note": ""}, of="member"),
            Clear(because="it is about somebody else", values={"made_by": None}, of="made_by"),
            Clear(because="it is about somebody else", values={"ended_by": None}, of="ended_by"),
        ),
        place=FIRST,
    )
