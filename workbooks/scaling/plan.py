"""The plan: who joined when, who published what and when, and how much each workbook got, in arrays of numbers."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from workbooks.catalog import bulk as catalog
from workbooks.scaling.chance import Chance, power_law

WORKBOOKS_A_MEMBER = 3
MEMBER, WORKBOOK, FOLLOW, FAVORITE, COMMENT, FRIENDSHIP, BLOCK, MUTE, ITEM = range(9)

STATES = (
    (catalog.PUBLISHED, catalog.PUBLIC),
    (catalog.PUBLISHED, catalog.UNLISTED),
    (catalog.PUBLISHED, catalog.FOLLOWERS),
    (catalog.PUBLISHED, catalog.PRIVATE),
    (catalog.ARCHIVED, catalog.PUBLIC),
    (catalog.DRAFT, catalog.PUBLIC),
)
_WEIGHTS = (88, 4, 3, 1, 2, 2)
LISTED, OPEN = 0, 3
"""The state that stands in lists, and the first one whose workbooks only their author sees."""

MOST_FAVORITES, MOST_COMMENTS, MOST_VIEWS = 50_000, 5_000, 200_000


class Plan:
    """Members stand in the order they joined in, workbooks in the order they were made in."""

    def __init__(self, chance: Chance, members: int) -> None:
        self.chance = chance
        self.members = members
        self.workbooks = members * WORKBOOKS_A_MEMBER
        span = chance.until - chance.since
        self.joined = array("q", (chance.since + int(span * (i / members) ** 0.7) for i in range(members)))
        self.followers = array("I", bytes(4 * members))
        self.following = array("I", bytes(4 * members))
        self.listed = array("I", bytes(4 * members))
        self.made = array("q")
        self.author, self.favorites, self.comments, self.views = array("I"), array("I"), array("I"), array("I")
        self.state = bytearray()
        self._draw()

    def _draw(self) -> None:
        chance, draw = self.chance, self.chance.stream("plan")
        step = (chance.until - chance.since) / (self.workbooks + 1)
        states = draw.choices(range(len(STATES)), _WEIGHTS, k=10_000)
        most = max(0, self.members // 4)
        for number in range(self.workbooks):
            at = chance.since + int(step * (number + draw.random()))
            author = self.someone(draw.random(), at, 3)
            state = states[int(draw.random() * 10_000)]
            is_open = state < OPEN
            self.made.append(at)
            self.author.append(author)
            self.state.append(state)
            self.favorites.append(power_law(draw, 1.4, min(most, MOST_FAVORITES)) if is_open else 0)
            self.comments.append(power_law(draw, 1.9, MOST_COMMENTS) if is_open else 0)
            self.views.append(power_law(draw, 1.2, MOST_VIEWS) if is_open else 0)
            if state == LISTED:
                self.listed[author] += 1

    def someone(self, drawn: float, at: int, steepness: int) -> int:
        """One of those who had joined by then; the earlier they came, the likelier, by a power law."""
        return int(bisect_right(self.joined, at) * drawn**steepness)

    def member_id(self, member: int) -> str:
        """A member's key."""
        return self.chance.id(MEMBER, member, self.joined[member])

    def workbook_id(self, workbook: int) -> str:
        """A workbook's key."""
        return self.chance.id(WORKBOOK, workbook, self.made[workbook])
