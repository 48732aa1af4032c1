"""The deeds of reports: filing one, answering those of a case that was decided."""

from moderation.reports.services.answering import answer_overturned, answer_reports
from moderation.reports.services.filing import Filed, file_report

__all__ = ["Filed", "answer_overturned", "answer_reports", "file_report"]
