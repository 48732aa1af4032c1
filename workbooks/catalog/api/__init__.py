"""The catalog over HTTP: the gallery, one workbook and its life, featured picks."""

from django.urls import URLPattern

from workbooks.catalog.api import featured, gallery, states, workbook

urlpatterns: list[URLPattern] = [
    *gallery.urlpatterns,
    *featured.urlpatterns,
    *workbook.urlpatterns,
    *states.urlpatterns,
]
