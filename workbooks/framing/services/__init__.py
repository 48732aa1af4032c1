"""The deeds of framing: following a workbook's URL, telling its author of breaks, making a view for a viewer."""

from workbooks.framing.services.following import enlist, follow_workbook, forget_url, forget_workbook, tell_of_verdict
from workbooks.framing.services.viewing import View, view_of, view_workbook

__all__ = [
    "View",
    "enlist",
    "follow_workbook",
    "forget_url",
    "forget_workbook",
    "tell_of_verdict",
    "view_of",
    "view_workbook",
]
