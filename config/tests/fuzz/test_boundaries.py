"""Every boundary of every value in the document, each rule of it broken once, and each method that is not offered."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest

from config.tests.fuzz.asking import ACTORS, ask, boundary_cases, labels_by_area, lead_to_what_is_there, operations
from config.tests.routes.turns import one_turn
from config.tests.routes.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.deep]


@pytest.mark.parametrize("area", labels_by_area())
def test_each_boundary_is_answered_as_the_document_says(
    subtests: Any, request: pytest.FixtureRequest, area: str
) -> None:
    world = make_world(request)
    for label in labels_by_area()[area]:
        with one_turn(subtests, label):
            cases: list[Any] = boundary_cases(operations()[label])
            assert cases
            for case, actor in zip(cases, cycle(ACTORS), strict=False):
                lead_to_what_is_there(case, world, 0)
                ask(case, world, actor)
