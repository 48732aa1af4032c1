"""A kind of content of a test's own: what moderation does to it, it does without knowing it by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, models

from config import clock, entities
from config.db import Thing
from config.entities import Kind, Outcome, Summary, Written, screen
from config.errors import InvalidInput
from config.roles import Role, at_least


class Note(Thing):
    """What the test's own app lets people write."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_constraint=False)
    body = models.TextField()
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "notes"
        managed = False
        db_table = "notes_note"


def write_note(author, body):
    """The app's deed: it asks the port as every other does."""
    note = Note(author=author, body=body)
    verdict = screen("note", note.pk, body, author.pk)
    if verdict.outcome == Outcome.REJECT:
        raise InvalidInput.of("body", "text_rejected", "Not here.")
    note.hidden_at = clock.now() if verdict.outcome == Outcome.HOLD else None
    note.save(force_insert=True)
    return note


def visible_to(viewer):
    if at_least(viewer, Role.MODERATOR):
        return Note.objects.all()
    return Note.objects.filter(models.Q(hidden_at__isnull=True) | models.Q(author_id=viewer.pk))


def texts(rows):
    return [Written("note", note.pk, note.author_id, note.body, note.created_at) for note in rows]


NOTE = Kind(
    name="note",
    visible_to=visible_to,
    summaries=lambda ids: {pk: Summary("note", pk, "A note", f"/notes/{pk}") for pk in ids},
    owner_of=lambda pk: Note.objects.filter(pk=pk).values_list("author_id", flat=True).first(),
    hide=lambda pk: Note.objects.filter(pk=pk).update(hidden_at=clock.now()),
    restore=lambda pk: Note.objects.filter(pk=pk).update(hidden_at=None),
    written=lambda ids: {each.id: each for each in texts(Note.objects.filter(pk__in=list(ids)))},
    newest=lambda since, most: texts(Note.objects.filter(created_at__gte=since).order_by("-pk")[:most]),
)


@contextmanager
def notes_app() -> Iterator[None]:
    """Within the block there is a table of notes, and their kind is known."""
    kind = "uuid" if connection.vendor == "postgresql" else "char(32)"
    moment = "timestamptz" if connection.vendor == "postgresql" else "datetime"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE notes_note (id {kind} PRIMARY KEY, created_at {moment}, author_id {kind}, body text,"
            f" hidden_at {moment} NULL)"
        )
    entities.register(NOTE)
    yield
    entities._kinds.pop("note")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE notes_note")
