"""Sealing by schedule."""

from __future__ import annotations

from datetime import timedelta

from config.audit import chain
from config.jobs import job


@job("config.audit.seal", every=timedelta(minutes=1))
def seal() -> dict[str, int]:
    """Seal new entries into the chain."""
    return {"sealed": chain.seal_new()}


@job("config.audit.seal_all", every=timedelta(days=1))
def seal_all() -> dict[str, int]:
    """Seal what was committed so late that the minute's look did not reach it."""
    return {"sealed": chain.seal_all()}
