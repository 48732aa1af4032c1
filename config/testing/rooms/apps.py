"""The channels of the rooms."""

from __future__ import annotations

from uuid import UUID

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "config.testing.rooms"
    label = "rooms"

    def ready(self) -> None:
        from config.realtime import Channel, Recheck, register_channel
        from config.roles import Role, at_least
        from social.graph.queries import follow_stands

        def may_enter(viewer, id):
            try:
                person = UUID(id)
            except ValueError:
                return False
            return person == viewer.pk or follow_stands(viewer.pk, person)

        left = Recheck("user.unfollowed", member="actor_id", id="person_id")
        register_channel(
            Channel(
                "room", may_enter, has_id=True, typing=True, newest=frozenset({"count"}),
                recheck_on=(left, "user.blocked"),
            )
        )  # fmt: skip
        register_channel(Channel("staff", lambda viewer, id: at_least(viewer, Role.MODERATOR)))
        register_channel(Channel("here", lambda viewer, id: True, keeps=False))
