"""Flags and groups on the desk."""

from __future__ import annotations

from config.flags.desk.pages import FlagAdmin, GroupAdmin

__all__ = ["FlagAdmin", "GroupAdmin"]
