"""The ground every app stands on, and the roof that joins them.

Ground: errors, clock, db, roles, context, entities, api, events, audit, jobs. Nothing here imports an app.
Roof: settings, urls, asgi, wsgi, celery, schedule. They name apps by dotted string alone.
"""
