"""The sources that the platform ships with; administrators add more and take these out of use, never this file."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SANDBOX = ["allow-scripts", "allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox", "allow-forms"]

SOURCES: list[dict[str, Any]] = [
    {
        "slug": "sigma",
        "name": "Sigma",
        "hosts": ["app.sigmacomputing.com", "*.sigmacomputing.com"],
        "paths": ["/embed/**", "/public/**", "/viz/**"],
        "access": "public",
    },
    {
        "slug": "sigma-signed",
        "name": "Sigma, signed",
        "hosts": ["app.sigmacomputing.com", "*.sigmacomputing.com"],
        "paths": ["/*/workbook/*", "/*/workbook/*/page/*", "/*/workbook/*/element/*"],
        "access": "signed",
    },
    {
        "slug": "tableau-public",
        "name": "Tableau Public",
        "hosts": ["public.tableau.com"],
        "paths": ["/views/*/*", "/views/*/*/*/*", "/shared/*"],
        "access": "public",
    },
    {
        "slug": "power-bi",
        "name": "Power BI",
        "hosts": ["app.powerbi.com"],
        "paths": ["/view", "/reportEmbed", "/dashboardEmbed"],
        "access": "public",
    },
    {
        "slug": "looker-studio",
        "name": "Looker Studio",
        "hosts": ["lookerstudio.google.com", "datastudio.google.com"],
        "paths": ["/embed/reporting/**", "/embed/u/*/reporting/**"],
        "access": "public",
    },
    {
        "slug": "metabase",
        "name": "Metabase",
        "hosts": ["*.metabaseapp.com"],
        "paths": ["/public/dashboard/*", "/public/question/*"],
        "access": "public",
    },
    {
        "slug": "metabase-signed",
        "name": "Metabase, signed",
        "hosts": ["*.metabaseapp.com"],
        "paths": ["/embed/dashboard/*", "/embed/question/*"],
        "access": "signed",
    },
    {
        "slug": "observable",
        "name": "Observable",
        "hosts": ["observablehq.com"],
        "paths": ["/embed/**"],
        "access": "public",
    },
]


def ship(apps: Any, schema_editor: Any) -> None:
    """Add the sources; one of the same slug that is there already is left as it is."""
    source = apps.get_model("workbooks", "EmbedSource")
    for values in SOURCES:
        source.objects.get_or_create(slug=values["slug"], defaults={**values, "sandbox": SANDBOX})


def take_back(apps: Any, schema_editor: Any) -> None:
    """Remove those of them that no workbook comes from; the rest goes with the tables."""
    source = apps.get_model("workbooks", "EmbedSource")
    workbook = apps.get_model("workbooks", "Workbook")
    used = workbook.objects.values("source_id")
    source.objects.filter(slug__in=[values["slug"] for values in SOURCES]).exclude(pk__in=used).delete()


class Migration(migrations.Migration):
    dependencies = [("workbooks", "0001_initial")]

    operations = [migrations.RunPython(ship, take_back)]
