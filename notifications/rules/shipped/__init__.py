"""The rules of the types that come with the platform; importing a module declares its own."""

from notifications.rules.shipped import content, moderation, people, site

__all__ = ["content", "moderation", "people", "site"]
