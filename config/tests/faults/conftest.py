"""The platform of the faults: once a run, in full, on servers of its own, with a worker and beat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.testing.required import needs
from config.testing.served import Served
from config.testing.servers import Postgres, Redis
from config.tests.faults.platform import Platform
from config.tests.faults.proof import prove_whole


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    needs("postgres")
    needs("redis")
    folder: Path = tmp_path_factory.mktemp("faults")
    with Postgres() as postgres, Redis() as redis:
        where = {"DATABASE_URL": postgres.database("faults"), "REDIS_URL": redis.url}
        application = "config.tests.faults.web:application"
        with (
            Served(folder, application=application, **where) as served,
            served.workers("config.tests.faults.ears_app", FAULT_POISON=str(folder / "poison")) as workers,
        ):
            yield Platform(postgres, redis, served, workers, workers.start_worker(), workers.start_beat())


@pytest.fixture
def platform(everything: Platform) -> Iterator[Platform]:
    """All at work before the fault; and after it, whatever it was, nothing owed and nothing damaged."""
    everything.in_order()
    everything.settle()
    yield everything
    everything.in_order()
    everything.settle()
    prove_whole(everything.served)
