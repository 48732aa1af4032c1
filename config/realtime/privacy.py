"""What becomes of frames in exports and in erasure: those of a member's own channels are theirs."""

from __future__ import annotations

from django.db.models import Q

from config.privacy import Delete, NotExported, Person, register
from config.realtime.channels import channels


def of(person: Person) -> Q:
    """The member's own channels."""
    return Q(channel__in=[f"{channel.name}:{person.id}" for channel in channels() if channel.own])


def declare() -> None:
    told = "word to a client that looks, of what is exported where it is kept; gone after a day"
    register("realtime.Frame", of=of, export=NotExported(told), erase=Delete())
    register("realtime.ChannelHead", of=of, export=NotExported("how far a channel has counted"), erase=Delete())
