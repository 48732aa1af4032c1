"""Moving the clock in tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine

from config import clock


def later(**by: float) -> Any:
    """`with later(minutes=5):` everything in the block happens five minutes from now."""
    return time_machine.travel(clock.now() + timedelta(**by), tick=True)
