"""The desk as staff see it: `desk(admin)` is a client that is signed in, `desk_in_chromium(admin)` opens its pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client


class Desk:
    """A client of the desk; paths are relative to /admin/."""

    def __init__(self, person: Any) -> None:
        # What hangs a page's session on a device session is registered by this import.
        import accounts.auth.pages.sessions  # noqa: F401

        self.client = Client()
        self.client.force_login(person)

    def get(self, path: str = "", **parameters: Any) -> Any:
        return self.client.get(f"/admin/{path}", parameters or None)

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(f"/admin/{path}", data)

    def text(self, path: str = "", **parameters: Any) -> str:
        """What a page says, without its tags, its spaces drawn together."""
        answer = self.get(path, **parameters)
        assert answer.status_code == 200, (path, answer.status_code)
        main = answer.content.decode().partition("<main")[2]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))

    def statuses(self, *paths: str) -> dict[str, int]:
        return {path: self.get(path).status_code for path in paths}

    @property
    def cookies(self) -> list[dict[str, Any]]:
        """What a browser must bring to be signed in as this client is."""
        name = settings.SESSION_COOKIE_NAME
        return [{"name": name, "value": self.client.cookies[name].value}]


@pytest.fixture
def desk(db: None) -> Callable[[Any], Desk]:
    """Signs somebody in: `desk(admin).get("events/delivery/")`."""
    return Desk


@pytest.fixture
def desk_in_chromium(visit: Callable[..., Any]) -> Callable[..., Any]:
    """Opens a page of the desk in Chromium: `desk_in_chromium(admin, "limits/", scheme="dark", width=390)`."""

    def open_page(person: Any, path: str = "", **options: Any) -> Any:
        return visit(f"/admin/{path}", cookies=Desk(person).cookies, **options)

    return open_page
