"""Rules of flags, groups of members, and the one row that says that something of it has changed."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from waffle.models import AbstractBaseFlag

from config.roles import ANONYMOUS


class Group(models.Model):
    """Members for whom flags can be switched on together, `beta` first among such groups."""

    name = models.SlugField(max_length=50, unique=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    class Meta:
        verbose_name = _("flag group")
        verbose_name_plural = _("flag groups")

    def __str__(self) -> str:
        return self.name


class Flag(AbstractBaseFlag):
    """The rule of one flag, in waffle's form, asked by our own rules: its decorators and template tags hold to them.

    What waffle knows beside that (cookies, languages, chance by request) is left out, because it is not stable for a
    member.
    """

    percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    roles = models.JSONField(default=list, blank=True)
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    groups = models.ManyToManyField(Group, related_name="flags", blank=True)
    testing = superusers = staff = authenticated = languages = rollout = None  # type: ignore[assignment]

    # Waffle's own does no more than forget its cache.
    objects: ClassVar[models.Manager[Flag]] = models.Manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__gte=0, percent__lte=100),
                name="flag_percent_in_range",
            ),
        ]

    @classmethod
    def get(cls, name: str) -> Flag:
        """What waffle's tools ask: the rule is looked up in memory when they ask whether it is on."""
        return cls(name=name)

    def is_active(self, request: HttpRequest, read_only: bool = False) -> bool:
        """Whether the flag is on for whoever sent the request."""
        from config.flags.asking import is_on

        return is_on(self.name, getattr(request, "user", None) or ANONYMOUS)

    def is_active_for_user(self, user: Any) -> bool:
        """Whether the flag is on for `user`."""
        from config.flags.asking import is_on

        return is_on(self.name, user)

    def flush(self) -> None:
        """Called by waffle after a change: its cache is not used, this process looks again."""
        from config.flags.memory import memory

        memory.expire()


class Version(models.Model):
    """One row. Its token is another one after every change, and is all that processes look at."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    token = models.UUIDField(default=uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="flag_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def present(cls) -> UUID | None:
        """The token of now; None where nothing was ever changed."""
        return cls.objects.filter(pk=cls.ONLY).values_list("token", flat=True).first()
