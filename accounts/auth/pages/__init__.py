"""Pages of accounts: signing in and out, and what links in mails lead to."""

from __future__ import annotations

from django.urls import URLPattern

from accounts.auth.pages import live, mail_links, signing_in

urlpatterns: list[URLPattern] = [*signing_in.urlpatterns, *mail_links.urlpatterns, *live.urlpatterns]
