"""All routes: each app's under /api/v1, the schema and its readers, health, metrics, the pages, the admin."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from config import health
from config.api import documents, media, metrics, paths, problems

paths.register_converters()

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("accounts.urls")),
    path("api/v1/", include("social.urls")),
    path("api/v1/", include("workbooks.urls")),
    path("api/v1/", include("notifications.urls")),
    path("api/v1/", include("moderation.urls")),
    path("api/v1/", include("analytics.urls")),
    path("api/v1/", include("config.flags.urls")),
    path("api/schema", documents.Schema.as_view(), name="schema"),
    path("api/docs", documents.Swagger.as_view(), name="docs"),
    path("api/redoc", documents.Redoc.as_view(), name="redoc"),
    path("api/uploads", media.Uploads.as_view(), name="uploads"),
    re_path(r"^api(?:/|\Z)", documents.no_such_path),
    path("media/<path:key>", media.Media.as_view(), name="media"),
    path("health", health.summary, name="health"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", metrics.metrics_page, name="metrics"),
    path("", include("config.pages.languages")),
    path("", include("config.pages.guides")),
    path("", include("accounts.auth.pages")),
    path("", include("accounts.mfa.pages")),
    path("", include("accounts.privacy.pages")),
    path("", include("moderation.oversight.pages")),
    path("", include("workbooks.framing.pages")),
    path("", include("notifications.unsubscribing.pages")),
    path("", include("social.people.pages")),
    path("", include("workbooks.pages.routes")),
    path("", include("notifications.pages.routes")),
    path("admin/", admin.site.urls),
]

handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler500 = problems.server_error
