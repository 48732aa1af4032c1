"""The model of django-notifications-hq 1.8.3, restated: the package itself loads on no Django since 5.1 (its
`index_together`), and its app has the name of ours. Columns, index, order and calls are those of the package."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from accounts.users.models import User
from benchmarks.databases import ASIDE


def _type(name: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(ContentType, related_name="+", on_delete=models.CASCADE, null=name != "actor", blank=True)


class Notification(models.Model):
    """One action, told to one recipient."""

    id = models.AutoField(primary_key=True)
    level = models.CharField(max_length=20, default="info")
    recipient = models.ForeignKey(User, related_name="+", on_delete=models.CASCADE)
    unread = models.BooleanField(default=True, db_index=True)
    actor_content_type = _type("actor")
    actor_object_id = models.CharField(max_length=255)
    actor = GenericForeignKey("actor_content_type", "actor_object_id")
    verb = models.CharField(max_length=255)
    description = models.TextField(blank=True, null=True)  # noqa: DJ001 - as the package has it
    target_content_type = _type("target")
    target_object_id = models.CharField(max_length=255, blank=True, null=True)  # noqa: DJ001 - as the package has it
    target = GenericForeignKey("target_content_type", "target_object_id")
    timestamp = models.DateTimeField(db_index=True)
    public = models.BooleanField(default=True, db_index=True)
    deleted = models.BooleanField(default=False, db_index=True)
    emailed = models.BooleanField(default=False, db_index=True)

    class Meta:
        app_label = "peers"
        db_table = f'"{ASIDE}"."peer_notification"'
        ordering = ("-timestamp",)

    def __str__(self) -> str:
        return self.verb
