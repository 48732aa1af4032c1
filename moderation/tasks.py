"""Index of the app's tasks: imports only, one line a slice."""

from moderation.cases import tasks as cases_tasks
from moderation.sanctions import tasks as sanctions_tasks
from moderation.screening import tasks as screening_tasks

__all__ = ["cases_tasks", "sanctions_tasks", "screening_tasks"]
