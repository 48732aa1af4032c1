"""Entries may lose what they say of an erased person, and the chain still proves them."""

from django.db import migrations, models

from config.audit.append_only import allow_redactions, forbid_changes


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_found_by_request")]

    operations = [
        migrations.CreateModel(
            name="AuditRedaction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("entry_id", models.BigIntegerField(db_index=True)),
                ("noted_in", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        forbid_changes("audit_auditredaction"),
        allow_redactions("audit_auditentry", "audit_auditredaction"),
    ]
