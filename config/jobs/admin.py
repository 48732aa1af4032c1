"""Runs of jobs and signs of life on the desk."""

from __future__ import annotations

from config.jobs.desk.runs import HeartbeatAdmin, TaskRunAdmin

__all__ = ["HeartbeatAdmin", "TaskRunAdmin"]
