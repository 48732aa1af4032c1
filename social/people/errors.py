"""What `people` refuses. Whoever cannot be seen cannot be found, in the words of the graph."""

from __future__ import annotations

from social.graph.errors import PersonNotFound

__all__ = ["PersonNotFound"]
