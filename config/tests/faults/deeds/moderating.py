"""Deeds of moderators, and what leads to them."""

from __future__ import annotations

from typing import Any

from config.roles import Role
from config.testing.client import Api
from config.tests.faults.deeds.deed import Deed, Make
from moderation.cases.models import Case, Decision
from moderation.reports.models import Report
from moderation.reports.services import file_report
from moderation.sanctions.models import Sanction
from workbooks.catalog.tests.factories import published


class FileReport(Deed):
    """The first report of a thing, which makes its case; while it is open, asking again answers with it."""

    success = 201

    def prepare(self, make: Make) -> None:
        self.workbook, self.reporter = published(make()), make()
        self.api = Api().as_(self.reporter)

    def ask(self) -> Any:
        return self.api.post(
            "/reports", {"entity_type": "workbook", "entity_id": str(self.workbook.pk), "category": "spam"}
        )

    def prove(self) -> None:
        assert Report.objects.filter(reporter=self.reporter, thing_id=self.workbook.pk).count() == 1
        assert Case.objects.get(thing_id=self.workbook.pk).report_count == 1


class Decide(Deed):
    """Two acts at once: the workbook is hidden and its author suspended, or neither. Asked again, the page is stale."""

    again = 412

    def prepare(self, make: Make) -> None:
        self.author = make()
        self.workbook = published(self.author)
        file_report(reporter=make(), kind="workbook", thing_id=self.workbook.pk, category="hate")
        self.case = Case.objects.get(thing_id=self.workbook.pk)
        self.api = Api().as_(make(role=Role.MODERATOR))

    def ask(self) -> Any:
        body = {
            "reason": "Hate.",
            "actions": [{"kind": "hide"}, {"kind": "suspend", "until": "2030-01-01T00:00:00Z"}],
        }
        return self.api.post(f"/moderation/cases/{self.case.pk}/decide", body, If_Match=f'"v{self.case.version}"')

    def prove(self) -> None:
        assert Decision.objects.filter(case=self.case).count() == 1
        assert Sanction.objects.filter(thing_id=self.workbook.pk, ended_at__isnull=True).count() == 2
        assert Api().get(f"/workbooks/{self.workbook.pk}").status_code == 404
        self.author.refresh_from_db()
        assert self.author.status == "suspended"
