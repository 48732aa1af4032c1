"""Feature flags: whether something new is there for a viewer, decided by operators and not by a deploy.

The code that a flag stands before declares it: `REMIXES = declare("remixes", title=_("…"), on_by_default=True)`, in a
module that its app imports when it is ready. `is_on(name, viewer)` answers from what this process remembers; endpoints
name theirs as `flag`. Rules and the beta group are kept in the database through `services`, and every process learns of
a change within a second (`memory`). Why it is made so: `docs/decisions/0012-feature-flags.md`.
"""

from config.flags.asking import is_off_for_everyone, is_on, on_for
from config.flags.registry import Declared, UndeclaredFlag, declare, declared

__all__ = ["Declared", "UndeclaredFlag", "declare", "declared", "is_off_for_everyone", "is_on", "on_for"]
