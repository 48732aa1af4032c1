"""How long and how often the machines run, by which seed, and how one conversation leaves nothing to the next."""

from __future__ import annotations

import os

from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from accounts.auth import revocation

EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "12"))
STEPS = int(os.environ.get("MACHINE_STEPS", "25"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))

PROFILE = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # making a failure smaller takes minutes; its steps and its blob are printed as they are
)


class Conversation(RuleBasedStateMachine):
    """A machine whose rows are gone when it ends."""

    def __init__(self) -> None:
        super().__init__()
        revocation.reset()
        cache.clear()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        revocation.reset()


def run(machine: type[Conversation]) -> None:
    """Have the conversations; the seed is told, so that a failure can be had again."""
    print(f"FUZZ_SEED={SEED} MACHINE_EXAMPLES={EXAMPLES} MACHINE_STEPS={STEPS} {machine.__name__}")
    run_state_machine_as_test(seed(SEED)(machine), settings=PROFILE)
