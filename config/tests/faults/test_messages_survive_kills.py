"""Workers and the gateway are killed a hundred times while members are told of ten thousand events by four channels.

In the app with a frame to open clients, by mail, in a browser and on a phone: every message is made, none reaches a
provider twice but one that was being handed over at a kill, under the same key, and each person's messages come in
order. Redis restarts empty meanwhile.

    TRIAL_EVENTS=1000 TRIAL_KILLS=20 TRIAL_SEED=3 pytest … -m faults -s
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from config.testing.required import needs
from config.testing.rooms import Gateway
from config.testing.served import ROOT
from config.testing.servers import Postgres, Redis, dying_with_us
from config.tests.faults import messages
from config.tests.faults.kills import GATEWAY, Crew
from config.tests.faults.providers import Providers
from config.tests.faults.watchers import Watchers
from notifications.addresses.vapid import make_keys

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

EVENTS = int(os.environ.get("TRIAL_EVENTS", "10000"))
KILLS = int(os.environ.get("TRIAL_KILLS", "100"))
SEED = int(os.environ.get("TRIAL_SEED", "11"))
RESTARTS = 5
# So many of the kills must come in the middle of something.
MOST = 0.6
MEMBERS, WATCHING, DEEDS_A_WORKBOOK = 60, 12, 3
RECOVERED_WITHIN = 60.0
# Where what dead workers hold lets nothing come further for so long, the next kill does not wait for it.
STANDS_STILL = 8.0
GIVES_UP_AFTER = 1_200.0


@dataclass
class Trial:
    """The platform, its providers, and the members who watch."""

    crew: Crew
    providers: Providers
    watchers: Watchers

    @contextmanager
    def acting(self) -> Iterator[subprocess.Popen[str]]:
        """The members begin to do what tells others."""
        with (self.providers.folder / "acting").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "config.tests.faults.telling", "act", str(EVENTS), str(SEED)],
                cwd=ROOT,
                env=self.crew.gateway.environment | {"DATABASE_POOL": "0"},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                preexec_fn=dying_with_us(signal.SIGKILL),
            )
        with process:
            try:
                yield process
            finally:
                process.kill()

    def look_after(self) -> None:
        """What is done while the trial waits; not too often, so that it costs little."""
        self.crew.keep()
        time.sleep(0.5)

    def wait(self, taken: int) -> None:
        """Wait until the providers took so many messages, or take none for a while."""
        known, since = len(self.providers.takes()), time.monotonic()
        while known < taken and time.monotonic() - since < STANDS_STILL:
            self.crew.keep()
            time.sleep(0.05)
            if len(self.providers.takes()) > known:
                known, since = len(self.providers.takes()), time.monotonic()


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    needs("postgres")
    needs("redis")
    began = time.monotonic()
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(Postgres()), stack.enter_context(Redis())
        providers = stack.enter_context(Providers(tmp_path))
        where = {"DATABASE_URL": postgres.database("messages"), "REDIS_URL": redis.url}
        variables = providers.variables | {"VAPID_PRIVATE_KEY": make_keys()[0]}
        gateway = stack.enter_context(Gateway(tmp_path, **where, **variables))
        workbooks = -(-EVENTS // DEEDS_A_WORKBOOK)
        numbers = map(str, (MEMBERS, workbooks, WATCHING))
        people = messages.told(gateway.run("-m", "config.tests.faults.telling", "prepare", *numbers))
        workers = stack.enter_context(gateway.workers("config.tests.faults.sending_app"))
        crew = stack.enter_context(Crew(redis, gateway, workers, random.Random(SEED)))
        sys.stdout.write(f"\nset up in {time.monotonic() - began:.0f} s\n")
        yield Trial(crew, providers, stack.enter_context(Watchers(gateway, people)))


def break_things(trial: Trial) -> float:
    """Kill so often, spread at random over all the messages, and empty Redis in between; when the last one was."""
    chance, taken = trial.crew.chance, EVENTS * messages.PROVIDED
    restarts = set(chance.sample(range(KILLS), min(RESTARTS, KILLS)))
    trial.crew.workers.wait_until(lambda: bool(trial.providers.takes()), seconds=180)
    for number in range(KILLS):
        time.sleep(chance.uniform(0.0, 0.3))
        trial.wait(int((number + chance.random()) / KILLS * taken))
        trial.crew.kill_one()
        if number in restarts:
            trial.crew.redis.restart()
    trial.crew.is_up.wait(90)
    return time.monotonic()


def in_the_middle(trial: Trial) -> int:
    """How many kills met a worker that held messages, or a gateway whose clients missed frames by it."""
    crew, count = trial.crew, sum(kill.held > 0 for kill in trial.crew.kills)
    gateways = [kill.at for kill in crew.kills if kill.what == GATEWAY]
    return count + sum(
        trial.watchers.missed_between(at, following) > 0 for at, following in pairwise([*gateways, time.monotonic()])
    )


def test_no_message_is_lost_or_doubled_and_none_comes_out_of_order(trial: Trial) -> None:
    began = time.monotonic()
    crew, gateway = trial.crew, trial.crew.gateway
    with trial.acting() as acting:
        last = break_things(trial)
        told, _ = acting.communicate(timeout=GIVES_UP_AFTER)
    assert acting.returncode == 0
    assert messages.told(told) == EVENTS
    last = max(last, time.monotonic())
    crew.workers.wait_until(
        lambda: messages.is_all_done(gateway, trial.watchers), seconds=GIVES_UP_AFTER, each=trial.look_after
    )
    ended = time.monotonic()
    met = in_the_middle(trial)
    sys.stdout.write(
        f"{EVENTS} events, {len(crew.kills)} kills, seed {SEED}: {met} in the middle; {ended - began:.0f} s in all, "
        f"{ended - last:.1f} s after the last; {messages.summary(gateway, trial.providers.takes())}\n"
    )
    messages.prove(gateway, trial.providers.takes(), crew.kills, events=EVENTS)
    trial.watchers.prove(messages.frames(gateway))
    assert gateway.findings() == []
    assert met > KILLS * MOST
    assert ended - last < RECOVERED_WITHIN
