"""The project as it is, with one more endpoint that does nothing but check who asks: the small read."""

from __future__ import annotations

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site"

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.site_urls"

_made = None


def application(environ: dict[str, object], start_response: object) -> object:
    """Made at the first request, when Django may be set up."""
    global _made
    if _made is None:
        from django.core.wsgi import get_wsgi_application

        _made = get_wsgi_application()
    return _made(environ, start_response)
