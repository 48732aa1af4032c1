"""The slice's pages, for `config.urls`: they stand outside of the API."""

from __future__ import annotations

from django.urls import URLPattern

from workbooks.pages import deeds, finding, searching, start, workbook

urlpatterns: list[URLPattern] = [
    *start.urlpatterns,
    *finding.urlpatterns,
    *workbook.urlpatterns,
    *deeds.urlpatterns,
    *searching.urlpatterns,
]
