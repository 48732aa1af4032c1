"""The peers of feeds and of the graph: django-activity-stream and django-friendship, as a project would use them.

Both are BSD-licensed and installed for benchmarks alone (requirements-dev.txt). Their tables stand for a while in a
schema of the data set of their own (`benchmarks.aside`), filled from ours, so that both sides hold the same.
"""
