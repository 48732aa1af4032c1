"""Types of notifications: what each is called, how it reaches somebody who chose nothing, and what its wording may say.

Words: a *type* is one sort of message to a member; its name is the verb of the event that causes it. A *channel* is a
way to reach them. Promises: every type is declared here and nowhere else, so templates, preferences, rules, the queue
and the documentation speak of the same ones.
"""

from notifications.types.registry import (
    COMMON,
    Category,
    Channel,
    NotificationType,
    Value,
    find,
    register,
    types,
)

__all__ = ["COMMON", "Category", "Channel", "NotificationType", "Value", "find", "register", "types"]
