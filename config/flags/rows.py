"""The rows that are there without anybody's doing: one for each declared flag, the beta group, the version."""

from __future__ import annotations

from django.db import connections

from config.flags import registry
from config.flags.memory import memory
from config.flags.models import Flag, Group, Version

BETA = "beta"


def make_rows(using: str = "default") -> None:
    """Make what is missing, and leave what stands as it is; nothing where the tables are not there."""
    if Flag._meta.db_table not in connections[using].introspection.table_names():
        return
    Flag.objects.using(using).bulk_create(
        [Flag(name=declared.name, everyone=declared.on_by_default) for declared in registry.declared()],
        ignore_conflicts=True,
    )
    Group.objects.using(using).bulk_create([Group(name=BETA)], ignore_conflicts=True)
    Version.objects.using(using).bulk_create([Version()], ignore_conflicts=True)
    memory.expire()
