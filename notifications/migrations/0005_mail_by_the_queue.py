"""Account mails go by the queue: what was sent before stands among its deliveries from now on."""

from itertools import islice

from django.db import migrations

TYPES = {
    "verify_email": "user.email_verification_requested",
    "welcome": "user.email_verified",
    "password_reset": "user.password_reset_requested",
    "email_change_confirm": "user.email_change_requested",
    "email_change_notice": "user.email_changed",
    "password_changed": "user.password_changed",
    "refresh_reused": "session.refresh_reused",
    "new_device": "user.signed_in_from_new_device",
    "mfa_code": "user.mfa_code_requested",
    "mfa_changed": "user.mfa_changed",
    "mfa_failed": "user.second_step_failed",
    "passkey_cloned": "user.passkey_cloned",
    "role_changed": "user.role_changed",
    "status_changed": "user.status_changed",
    "export_ready": "data_export.ready",
    "deletion_requested": "user.deletion_requested",
    "embed_broken": "workbook.embed_broken",
    "embed_restored": "workbook.embed_restored",
}
BATCH = 1_000


def _carry(rows, model):
    """Insert rows in batches, never all of them in memory."""
    while batch := list(islice(rows, BATCH)):
        model.objects.bulk_create(batch)


def to_deliveries(apps, schema_editor):
    Delivery = apps.get_model("notifications", "Delivery")
    sent = apps.get_model("notifications", "SentMail").objects.order_by("pk").iterator(chunk_size=BATCH)
    _carry(
        (
            Delivery(
                id=row.id,
                created_at=row.created_at,
                recipient_id=row.user_id,
                channel="email",
                type=TYPES.get(row.kind, row.kind),
                source="mail",
                cause_id=row.cause_id,
                thread=TYPES.get(row.kind, row.kind),
                state="sent" if row.outcome == "sent" else "dead",
                is_urgent=True,
                scheduled_for=row.created_at,
                due_at=row.created_at,
                provider_id=row.message_id,
                last_error="" if row.outcome == "sent" else "refused for good",
                sent_at=row.sent_at if row.outcome == "sent" else None,
                ended_at=None if row.outcome == "sent" else row.sent_at,
            )
            for row in sent
        ),
        Delivery,
    )


def to_sent_mails(apps, schema_editor):
    Delivery, SentMail = apps.get_model("notifications", "Delivery"), apps.get_model("notifications", "SentMail")
    kinds = {name: kind for kind, name in TYPES.items()}
    mails = Delivery.objects.filter(source="mail", cause_id__isnull=False, type__in=kinds, resend_of__isnull=True)
    mails = mails.filter(sent_at__isnull=False) | mails.filter(state="dead")
    _carry(
        (
            SentMail(
                id=row.id,
                created_at=row.created_at,
                cause_id=row.cause_id,
                kind=kinds[row.type],
                user_id=row.recipient_id,
                message_id=row.provider_id,
                outcome="sent" if row.sent_at else "refused",
                sent_at=row.sent_at or row.ended_at or row.created_at,
            )
            for row in mails.order_by("pk").iterator(chunk_size=BATCH)
        ),
        SentMail,
    )
    Delivery.objects.filter(source="mail").delete()


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_templates")]

    operations = [
        migrations.RunPython(to_deliveries, to_sent_mails),
        migrations.DeleteModel(name="SentMail"),
    ]
