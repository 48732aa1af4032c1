"""A browser on the pages: it keeps cookies, sends what the forms in the middle of a page hold, and runs no script."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

ORIGIN = "http://testserver"


class Page(HTMLParser):
    """What stands on a page: its language, what it loads and links to, its text, and the one form of its middle."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.middle: list[tuple[str, dict[str, str]]] = []
        self._is_middle = False
        self.text = ""
        self.html: str = answer.content.decode()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = (tag, {name: value or "" for name, value in attrs})
        self.tags.append(found)
        self._is_middle |= tag == "main"
        if self._is_middle:
            self.middle.append(found)

    def handle_endtag(self, tag: str) -> None:
        self._is_middle &= tag != "main"

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def metas(self) -> dict[str, str]:
        """What the head tells other sites, by its name or property."""
        named = [(tag.get("property") or tag.get("name", ""), tag.get("content", "")) for tag in self.all("meta")]
        return {name: content for name, content in named if name}

    @property
    def links(self) -> list[str]:
        """Where the middle of the page leads."""
        return [attributes.get("href", "") for name, attributes in self.middle if name == "a"]

    @property
    def form(self) -> dict[str, str]:
        (form,) = [attributes for name, attributes in self.middle if name == "form"]
        return form

    @property
    def fields(self) -> dict[str, str]:
        return {field["name"]: field.get("value", "") for name, field in self.middle if name == "input"}


class Visitor:
    """Follows links and presses buttons, with the headers that browsers send."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"Accept-Language": language}

    def as_(self, person: Any) -> Visitor:
        """The same browser, signed in."""
        self.client.force_login(person)
        return self

    def follow(self, path: str, token: str = "") -> Page:
        return Page(self.client.get(path, {"token": token} if token else None, headers=self.headers))

    def press(self, page: Page, origin: str = ORIGIN, **typed: str) -> Page:
        """Send the one form of the page's middle."""
        return self.send(page.form["action"], page.fields | typed, origin)

    def press_at(self, path: str, action: str, **typed: str) -> Page:
        """Send the form of the page at `path` that goes to `action`, with the proof that stands in it."""
        page = self.follow(path)
        assert action in [form.get("action") for form in page.all("form")], f"{path} has no form for {action}"
        proof = next(field["value"] for field in page.all("input") if field.get("name") == "csrfmiddlewaretoken")
        return self.send(action, {"csrfmiddlewaretoken": proof, **typed})

    def send(self, action: str, fields: dict[str, str], origin: str = ORIGIN) -> Page:
        """Send a form, as it stands nowhere."""
        return Page(self.client.post(action, fields, headers={**self.headers, "Origin": origin}))
