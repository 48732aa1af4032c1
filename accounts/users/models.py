"""The user model, the names kept from others after a rename, and who had which address when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from config import clock
from config.db import Thing
from config.roles import RANK, SIGNED_IN_STATES, Role, Status


class UserManager(BaseUserManager["User"]):
    """Finds users; making them is the deed of `services`."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser, Thing):
    """One account. `username` and `email` are kept in lower case and unique; an unclaimed one has no password."""

    username = models.CharField(max_length=30)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ACTIVE)
    status_reason = models.CharField(max_length=500, blank=True)
    status_until = models.DateTimeField(null=True, blank=True)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    is_claimed = models.BooleanField(default=True)
    token_version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    objects = UserManager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["username"], name="user_username_once"),
            models.UniqueConstraint(fields=["email"], name="user_email_once"),
            models.CheckConstraint(condition=models.Q(username=Lower("username")), name="user_username_lower"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="user_status_known"),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="user_newest"),
            # Names that begin with something; PostgreSQL needs its own order for that in most languages.
            models.Index(fields=["username"], name="user_by_beginning", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["role", "-created_at", "-id"], name="user_by_role"),
            models.Index(fields=["status", "-created_at", "-id"], name="user_by_status"),
            models.Index(
                fields=["status_until"], name="user_to_be_lifted", condition=models.Q(status_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def email_verified(self) -> bool:
        return self.email_verified_at is not None

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account may be signed in at all."""
        return self.status in SIGNED_IN_STATES

    @property
    def is_staff(self) -> bool:
        """Whether the admin opens its door."""
        return self.is_active and RANK[Role(self.role)] >= RANK[Role.MODERATOR]

    @property
    def is_superuser(self) -> bool:
        return self.is_active and self.role == Role.ADMIN

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """In the admin: admins do everything, the rest of the staff look."""
        return self.is_superuser or (self.is_staff and ".view_" in perm)

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def get_session_auth_hash(self) -> str:
        """Pages' sessions end with a new password, and with whatever ends all access tokens."""
        return salted_hmac(
            "accounts.users.session", f"{self.password}:{self.token_version}", algorithm="sha256"
        ).hexdigest()


class KeptUsername(models.Model):
    """A name someone gave up: kept from others until `until`, and redirecting to its owner."""

    username = models.CharField(max_length=30)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_usernames")
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("kept username")
        verbose_name_plural = _("kept usernames")
        constraints = [
            models.UniqueConstraint(fields=["username"], name="kept_username_once"),
            models.CheckConstraint(condition=models.Q(username=Lower("username")), name="kept_username_lower"),
        ]
        indexes = [models.Index(fields=["until"], name="kept_username_until")]

    def __str__(self) -> str:
        return self.username


class EmailChange(Thing):
    """A wish to change an address, and its fulfilment: the old address is told, and here is what it was."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="email_changes")
    old_email = models.EmailField(max_length=254)
    new_email = models.EmailField(max_length=254)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        indexes = [models.Index(fields=["user", "-created_at"], name="email_change_newest")]

    def __str__(self) -> str:
        return f"change of address of {self.user_id}"
