"""/metrics opens to its token alone; for everyone else there is no such page."""

from __future__ import annotations

from typing import Any

import pytest

from config.api import scraped
from config.api.scraped import Reading

pytestmark = pytest.mark.django_db


def test_without_a_token_in_the_settings_there_is_no_page(client: Any) -> None:
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_token_opens_it_and_nothing_else_does(client: Any, settings: Any, api: Any, admin: Any) -> None:
    settings.METRICS_TOKEN = "a-token-for-the-scraper"
    assert client.get("/metrics", headers={"Authorization": "Bearer something else"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": f"Bearer {api.as_(admin).token}"}).status_code == 404
    page = client.get("/metrics", headers={"Authorization": "Bearer a-token-for-the-scraper"})
    assert page.status_code == 200
    assert page["Content-Type"].startswith("text/plain")


def test_requests_are_counted_by_route_and_never_by_path(client: Any, settings: Any, api: Any) -> None:
    settings.METRICS_TOKEN = "a-token-for-the-scraper"
    api.get("/users/nobody-of-this-name")
    api.request("FROBNICATE", "/workbooks")
    text = client.get("/metrics", headers={"Authorization": "Bearer a-token-for-the-scraper"}).content.decode()
    assert 'route="api/v1/users/<username:username>"' in text
    assert "nobody-of-this-name" not in text
    assert "FROBNICATE" not in text


def scrape(client: Any, settings: Any) -> str:
    settings.METRICS_TOKEN = "a-token-for-the-scraper"
    page = client.get("/metrics", headers={"Authorization": "Bearer a-token-for-the-scraper"})
    text: str = page.content.decode()
    return text


def test_the_backlog_of_events_is_shown(client: Any, settings: Any) -> None:
    text = scrape(client, settings)
    for name in ("sigma_events_owed", "sigma_events_parked", "sigma_events_oldest_seconds"):
        assert f"\n{name} " in text


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scraped, "_sources", [])


def test_figures_of_one_name_stand_beside_each_other_by_their_labels(client: Any, settings: Any, sources: None) -> None:
    scraped.register_readings(lambda: [Reading("apples", "Apples.", 2, {"sort": sort}) for sort in ("red", "green")])
    text = scrape(client, settings)
    assert text.count("# HELP apples Apples.") == 1
    assert 'apples{sort="red"} 2.0' in text
    assert 'apples{sort="green"} 2.0' in text


def test_whoever_registers_twice_is_read_once(client: Any, settings: Any, sources: None) -> None:
    asked: list[int] = []

    def pears() -> list[Reading]:
        asked.append(1)
        return [Reading("pears", "Pears.", len(asked))]

    scraped.register_readings(pears)
    scraped.register_readings(pears)
    assert "pears 1.0" in scrape(client, settings)
