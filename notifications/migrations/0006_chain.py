# Joins what was built side by side.

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_gateways"),
        ("notifications", "0003_delivery"),
        ("notifications", "0004_inbox"),
        ("notifications", "0005_templates"),
    ]

    operations = []
