"""Settings and WSGI application of a site with both packages beside our apps, their tables in the schema set aside."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peers.settings"

from benchmarks.databases import ASIDE
from benchmarks.peer import *  # noqa: F403 - Django's usual middleware, simplejwt
from benchmarks.peer import DATABASES, INSTALLED_APPS

ROOT_URLCONF = "benchmarks.peers.api"
INSTALLED_APPS = [*INSTALLED_APPS, "actstream", "friendship", "benchmarks.peers"]
DATABASES["default"]["OPTIONS"]["options"] += f" -c search_path={ASIDE},public"
# In the memory of the process: nothing that the package keeps comes back sooner.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "peers"}}

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peers.settings"

_made = None


def application(environ: dict[str, object], start_response: object) -> object:
    """Made at the first request, when Django may be set up."""
    global _made
    if _made is None:
        from django.core.wsgi import get_wsgi_application

        _made = get_wsgi_application()
    return _made(environ, start_response)
