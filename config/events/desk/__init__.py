"""The event log on the desk: what happened, and what is owed of it."""
