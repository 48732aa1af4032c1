"""One served gateway for all tests of a run that need one (`rooms`)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.testing.rooms import Rooms


@pytest.fixture(scope="session")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    with Rooms(tmp_path_factory.mktemp("rooms")) as served:
        yield served
