"""Sockets: one broadcast to all, many frames to single members, latency at a steady rate, memory; beside the peers.

The peers are a consumer on Channels' pubsub layer, and Socket.IO on Node where npm can fetch it. Nobody signs in to
them, and what they say is kept nowhere; ours signs every socket in, asks for the right to the channel, and writes each
frame as a row with its number before it is told. `SOCKETS` says how many (1,000), `ROUNDS` how often (3).
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import databases
from benchmarks.measuring import Line
from benchmarks.serving import free_port, running

ROOT = Path(__file__).resolve().parent.parent
NODE = ROOT / "var" / "bench-node"
REDIS = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/11")
SOCKETS = int(os.environ.get("SOCKETS", "1000"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
OURS, LAYER, SOCKETIO = "ours", "Channels' pubsub layer", "Socket.IO on Node"
WAYS = {OURS: "ours", LAYER: "layer", SOCKETIO: "socketio"}


def node_is_there() -> bool:
    """Whether Socket.IO can be run; fetched once."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return False
    if not (NODE / "node_modules" / "socket.io").exists():
        NODE.mkdir(parents=True, exist_ok=True)
        fetch = ["npm", "install", "--silent", "--no-audit", "--no-fund", "socket.io@4.8.1", "redis@4.7.0"]
        if subprocess.run(fetch, cwd=NODE, capture_output=True, check=False).returncode:
            return False
    return True


def command(who: str, port: int) -> list[str]:
    if who == OURS:
        return [sys.executable, "manage.py", "serve", "--no-background"]
    if who == LAYER:
        options = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--no-access-log"]
        return [
            sys.executable,
            "-m",
            "uvicorn",
            *options,
            "--ws-per-message-deflate",
            "false",
            "benchmarks.live.layer:application",
        ]
    return ["node", str(ROOT / "benchmarks" / "live" / "socketio.js")]


def measured(who: str) -> dict[str, float]:
    """One server from its start to its end."""
    port = free_port()
    more = {"REDIS_URL": REDIS, "PORT": str(port), "NODE_PATH": str(NODE / "node_modules"), "PYTHONPATH": str(ROOT)}
    environment = os.environ | more
    if who == OURS:
        environment |= {"DJANGO_SETTINGS_MODULE": "benchmarks.live.settings", "DATABASE_POOL": "8"}
    else:
        environment.pop("DJANGO_SETTINGS_MODULE", None)
    with running(command(who, port), port, environment) as server:
        asked = [sys.executable, "-m", "benchmarks.live.client", WAYS[who], str(port), str(SOCKETS), str(server.pid)]
        ended = subprocess.run(
            asked, cwd=ROOT, env=environment | {"DATABASE_POOL": "0"}, capture_output=True, text=True
        )
        if ended.returncode or not ended.stdout:
            raise SystemExit(f"benchmark: {who}: {ended.stderr[-2000:]}")
        return json.loads(ended.stdout)


def run(scales: list[int]) -> Iterator[Line]:
    with databases.using(min(scales)):
        contestants = [OURS, LAYER, *([SOCKETIO] if node_is_there() else [])]
        rounds = [{who: measured(who) for who in contestants} for _round in range(ROUNDS)]
        clear()
    found = {
        who: {name: statistics.median(each[who][name] for each in rounds) for name in rounds[0][who]}
        for who in contestants
    }
    yield from told(found)


def clear() -> None:
    from config.realtime.models import ChannelHead, Frame

    Frame.objects.all().delete()
    ChannelHead.objects.all().delete()


def told(found: dict[str, dict[str, float]]) -> Iterator[Line]:
    what = f"{SOCKETS:,} sockets"
    for against, goal, least in ((LAYER, "≥ 12", 12.0), (SOCKETIO, "≥ 0.55", 0.55)):
        if against in found:
            ratio = found[OURS]["burst"] / found[against]["burst"]
            yield Line(f"broadcasts, {what}", OURS, found[OURS]["burst"], "/s", ratio, against, goal, ratio >= least)
    yield from (Line(f"broadcasts, {what}", who, each["burst"], "/s") for who, each in found.items() if who != OURS)
    yield from (Line("10 broadcasts a second, p50", who, each["p50"], "ms") for who, each in found.items())
    yield from _held_to(found, "10 broadcasts a second, p99", "p99", "ms", "≤ 100", lambda value: value <= 100)
    yield from (Line("5,000 to single members", who, each["unicasts"], "/s") for who, each in found.items())
    for each in found.values():
        each["arrived"] = 100 * min(each["burst_share"], each["steady_share"], each["unicast_share"])
    yield from _held_to(found, "arrived of all", "arrived", "%", "100", lambda value: value == 100)
    yield from _held_to(found, "memory of a socket", "kilobytes", "kB", "≤ 40", lambda value: value <= 40)
    yield Line("sockets opened", OURS, found[OURS]["opened"], "/s")


def _held_to(
    found: dict[str, dict[str, float]], what: str, name: str, unit: str, goal: str, is_met: Callable[[float], bool]
) -> Iterator[Line]:
    for who, each in found.items():
        if who == OURS:
            yield Line(what, who, each[name], unit, goal=goal, met=is_met(each[name]))
        else:
            yield Line(what, who, each[name], unit)
