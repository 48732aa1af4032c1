"""Many routes asked one after another in one world, each as a subtest that leaves nothing behind for the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from config.testing.memory import forget_all
from config.tests.routes.resolver import Route
from config.tests.routes.world import World


@contextmanager
def one_turn(subtests: Any, name: str) -> Iterator[None]:
    """A subtest that begins with nothing remembered, and whose writes are undone."""
    forget_all()
    with subtests.test(route=name), transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget_all()


def every(routes: Iterable[Route]) -> Callable[[Callable[[World, Route], None]], Callable[..., None]]:
    """Makes a test of `test(world, route)` that asks all of them in the `world` of the module, a subtest each.

    Making a world takes longer than most questions that are asked in it.
    """
    asked = list(routes)
    assert asked

    def made(test: Callable[[World, Route], None]) -> Callable[..., None]:
        def walk(subtests: Any, world: World) -> None:
            for route in asked:
                with one_turn(subtests, route.key):
                    test(world, route)

        walk.__name__, walk.__qualname__, walk.__doc__ = test.__name__, test.__qualname__, test.__doc__
        walk.__module__ = test.__module__
        return walk

    return made
