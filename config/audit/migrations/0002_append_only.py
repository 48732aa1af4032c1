"""Makes both tables of the audit append-only."""

from django.db import migrations

from config.audit.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        forbid_changes("audit_auditentry"),
        forbid_changes("audit_auditseal", key="sequence"),
    ]
