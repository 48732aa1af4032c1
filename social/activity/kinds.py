"""The item as a thing that floors which do not know it by name can see, name, hide and show again."""

from __future__ import annotations

from config.entities import Kind
from social.activity import queries, services

ACTIVITY = Kind(
    name="activity",
    visible_to=queries.items_visible_to,
    summaries=queries.item_summaries,
    owner_of=queries.item_actor,
    hide=services.hide_item,
    restore=services.restore_item,
)
