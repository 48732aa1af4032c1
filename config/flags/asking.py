"""The question that code asks: is it on for this viewer?"""

from __future__ import annotations

from config.flags import registry
from config.flags.memory import memory
from config.flags.rules import Rule
from config.roles import Viewer


def _rule(name: str) -> Rule:
    declared = registry.find(name)
    return memory.rule(name) or Rule(everyone=declared.on_by_default)


def is_on(name: str, viewer: Viewer) -> bool:
    """Whether the flag is on for `viewer`. An undeclared name is an error (`UndeclaredFlag`)."""
    return _rule(name).admits(name, viewer)


def is_off_for_everyone(name: str) -> bool:
    """Whether nobody at all has it."""
    return _rule(name).admits_nobody


def on_for(viewer: Viewer) -> dict[str, bool]:
    """Every declared flag, and whether it is on for `viewer`."""
    return {declared.name: is_on(declared.name, viewer) for declared in registry.declared()}
