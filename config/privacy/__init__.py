"""What is kept about a person: the one registry of what an export holds of each model, and what erasure does to it.

Each slice declares its own models in its `privacy.py`, called by its app's `ready()`:

    register("social.Mute", of=("muter", "muted"), export=Export(of="muter"), erase=Delete())

Words: `of` finds the rows that are about somebody; an `Export` holds every column of them but those that it leaves out
by name with a reason; an erasure works in batches, each a transaction, and bears being run again at any point. Models
that touch no person stand, with the reason, in `config/settings/privacy.py`. A system check fails for a model that
stands in neither place, or in both (`config.privacy.checks`).
"""

from config.privacy.erasing import By, Clear, Delete, Kept, Step
from config.privacy.exporting import Export, NotExported
from config.privacy.people import Person, rows_of
from config.privacy.registry import Declaration, declaration_of, declarations, register

__all__ = [
    "By",
    "Clear",
    "Declaration",
    "Delete",
    "Export",
    "Kept",
    "NotExported",
    "Person",
    "Step",
    "declaration_of",
    "declarations",
    "register",
    "rows_of",
]
