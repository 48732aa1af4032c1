"""Broadcasts: what managers tell many members at once, as an announcement in each one's own language.

Words: an *audience* is people by name, a role, a segment or everybody; a broadcast is *told* piece by piece by a job.
Promises: each of its members is told once, by the channels that they chose, and nobody is left out, however often the
job is killed; whoever joined after it was made is none of them; a cancelled one stops after the piece that it is at.
"""
