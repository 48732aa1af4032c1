"""Work that is not a request: jobs, their schedule and their runs.

`@job` declares a piece of work. Every run of it is a `TaskRun` row, which is what counts: a scheduled slot is run once
however many beats post it, and what a dead process or a lost message left undone is found and tried again. In full mode
Celery runs jobs (`config.celery`), in embedded mode threads of the same process do (`embedded`).
"""

from config.jobs.registry import Job, job, jobs

__all__ = ["Job", "job", "jobs"]
