"""A browser on the pages behind the links in mails: it keeps cookies and sends what the form holds."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

ORIGIN = "http://testserver"


class Page(HTMLParser):
    """What stands on a page: its language, its one form, what it loads and links to, and its text."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(answer.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def form(self) -> dict[str, str]:
        (form,) = self.all("form")
        return form

    @property
    def fields(self) -> dict[str, str]:
        return {field["name"]: field.get("value", "") for field in self.all("input")}


class Visitor:
    """Follows links and presses buttons, with the headers that browsers send."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"Accept-Language": language}

    def follow(self, path: str, token: str = "") -> Page:
        return Page(self.client.get(path, {"token": token} if token else None, headers=self.headers))

    def press(self, page: Page, origin: str = ORIGIN, **typed: str) -> Page:
        headers = {**self.headers, "Origin": origin}
        return Page(self.client.post(page.form["action"], page.fields | typed, headers=headers))
