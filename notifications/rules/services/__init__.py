"""What the ear does with an event: take back what it ends, tell what it tells."""

from notifications.rules.services.ending import end
from notifications.rules.services.fanning import go_on, unfinished
from notifications.rules.services.hearing import hear

__all__ = ["end", "go_on", "hear", "unfinished"]
