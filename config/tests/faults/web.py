"""The faults' web application: ours, with the faults' ears, and with a process that dies when it is told to.

A request with the header `X-Fault: dies-before-its-answer` is done, committed and answered; but the process is killed
in the moment before the answer leaves it, as if the power had failed there.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from typing import Any

from config.wsgi import application as ours

from config.tests.faults import ears  # isort: skip - needs Django set up

ears.listen()

DIES = "dies-before-its-answer"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI, for granian."""
    answer = ours(environ, start_response)
    if environ.get("HTTP_X_FAULT") == DIES:
        list(answer)
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
