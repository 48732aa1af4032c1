"""What becomes of followed tags in exports and in erasure."""

from __future__ import annotations

from config.privacy import Delete, Export, register


def declare() -> None:
    register("workbooks.TagFollow", of="member", export=Export(), erase=Delete())
