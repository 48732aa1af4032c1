"""What becomes of reports in exports and in erasure: that there was one is counted on, who and what they wrote goes."""

from __future__ import annotations

from config.privacy import Clear, Export, register

FIRST = 40


def declare() -> None:
    register(
        "moderation.Report",
        of=("reporter", "case__owner"),
        export=Export(of="reporter", because="who reported something is known to the staff alone"),
        erase=(
            Clear(because="reports are counted", values={"reporter": None, "text": "", "title": ""}, of="reporter"),
            Clear(because="reports are counted", values={"text": "", "title": ""}, of="case__owner"),
        ),
        place=FIRST,
    )
