"""The guides under `docs/guides`, served by the installation that they are about: in English, as they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nh3
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from config.errors import NotFound
from config.pages.view import Page

_TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "code", "pre", "blockquote", "h2", "h3", "h4", "hr", "br"}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
_GUIDE = re.compile(r"([a-z-]+)\.md(#[\w-]+)?")


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide: its name in the address, its title, and the rest as HTML."""

    name: str
    title: str
    html: str


def folder() -> Path:
    """Where the guides are."""
    return Path(settings.BASE_DIR) / "docs" / "guides"


@cache
def guides() -> dict[str, Guide]:
    """Every guide by its name, read once."""
    return {file.stem: _read(file) for file in sorted(folder().glob("*.md"))}


def _read(file: Path) -> Guide:
    title, _, text = file.read_text(encoding="utf-8").partition("\n")
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slugify(tokens[place + 1].content))
        for child in token.children or ():
            if child.type == "link_open":
                _lead(child)
    rendered = MarkdownIt("commonmark").enable("table").renderer.render(tokens, MarkdownIt().options, {})
    html = nh3.clean(
        rendered,
        tags=_TAGS | _TABLE,
        attributes={"a": {"href"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}},
        url_schemes={"http", "https"},
        link_rel="noopener",
    )
    # A heading cell without words is none: readers that speak the page would stop at it.
    return Guide(file.stem, title.lstrip("# ").strip(), html.replace("<th></th>", "<td></td>"))


def _lead(link: Token) -> None:
    """A link to another guide leads to its page; one to a file that is not served leads nowhere."""
    href = str(link.attrGet("href") or "")
    guide = _GUIDE.fullmatch(href)
    if guide and (folder() / f"{guide[1]}.md").exists():
        link.attrSet("href", reverse("guide", args=[guide[1]]) + (guide[2] or ""))
    elif not href.startswith(("http://", "https://", "#")):
        del link.attrs["href"]


class Guides(Page):
    """The list of guides."""

    http_method_names = ["get", "head", "options"]
    is_kept = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render("pages/guides.html", {"guides": guides().values()})


class OneGuide(Page):
    """One guide."""

    http_method_names = ["get", "head", "options"]
    is_kept = True

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        guide = guides().get(name)
        if guide is None:
            raise NotFound()
        return self.render("pages/guide.html", {"guide": guide})


urlpatterns: list[URLPattern] = [
    path("guides", Guides.as_view(), name="guides"),
    path("guides/<slug:name>", OneGuide.as_view(), name="guide"),
]
