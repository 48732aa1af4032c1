"""Random requests after the document, sound and unsound, by a member and by an admin."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from config.tests.fuzz.amount import EXAMPLES, SEED
from config.tests.fuzz.asking import ask, labels_by_area, lead_to_what_is_there, operations, random_cases
from config.tests.routes.turns import one_turn
from config.tests.routes.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.deep]


@pytest.mark.parametrize("area", labels_by_area())
def test_each_answer_is_one_that_the_document_promises(
    subtests: Any, request: pytest.FixtureRequest, area: str
) -> None:
    world = make_world(request)
    for label in labels_by_area()[area]:
        with one_turn(subtests, label):
            ask_at_random(world, label)


def ask_at_random(world: World, label: str) -> None:
    print(f"FUZZ_SEED={SEED} FUZZ_EXAMPLES={EXAMPLES} {label}")

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        print_blob=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(random_cases(operations()[label]))
    def each(drawn: tuple[Any, str, int | None]) -> None:
        case, actor, kept = drawn
        lead_to_what_is_there(case, world, kept)
        ask(case, world, actor)

    each()
