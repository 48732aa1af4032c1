"""The language of wordings: Django's templates, but for text, declared variables, `if` and a few filters nothing.

What a source may use is looked up in what Django has compiled of it, so nothing depends on how it was spelt. A variable
is a plain name: no attribute, index or call of anything can be reached. Loops, includes, tags of libraries and settings
do not exist here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import Any

from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable, VariableNode
from django.template.defaulttags import IfNode
from django.utils.html import escape
from django.utils.translation import gettext as _

from notifications.templates.errors import WordingRefused

FILTERS = frozenset({"capfirst", "date", "default", "lower", "pluralize", "time", "truncatechars", "upper"})
LONGEST = 20_000
# How deep conditions may stand in one another.
DEEPEST = 10
_ENGINE = Engine(libraries={}, builtins=[])
_MARK = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_LINK = re.compile(r"\[([^\[\]\n]+)\]\((\{\{ *[a-z_]+ *\}\})\)")
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
_GAP = re.compile(r"\n{3,}")


class Piece:
    """One compiled source, as text or as HTML."""

    def __init__(self, source: str, *, is_html: bool) -> None:
        self._template = Template(source, engine=_ENGINE)
        self._is_html = is_html
        self.asks_for = frozenset(_variables_of(self._template.nodelist))

    def filled(self, values: dict[str, Any]) -> str:
        """The words with these values in them: escaped in HTML, as they are in text."""
        return self._template.render(Context(values, autoescape=self._is_html))


@lru_cache(maxsize=4_096)
def compiled(source: str, *, is_html: bool = False) -> Piece:
    """The source compiled; it must have been checked."""
    return Piece(source, is_html=is_html)


def checked(field: str, source: str, known: Set[str]) -> frozenset[str]:
    """Which variables the source asks for; refused where it is no wording, or asks for what is not `known`."""
    if len(source) > LONGEST:
        raise WordingRefused.because(field, "too_long", _("At most %(most)s characters."), most=LONGEST)
    try:
        template = Template(source, engine=_ENGINE)
    except (TemplateSyntaxError, RecursionError) as error:
        raise WordingRefused.because(field, "template_syntax", str(error)[:300]) from None
    _check_nodes(field, template.nodelist, 0)
    asked = frozenset(_variables_of(template.nodelist))
    if unknown := sorted(asked - known):
        raise WordingRefused.because(
            field, "unknown_variable", _("Not declared by the type: %(names)s."), names=", ".join(unknown)[:200]
        )
    return asked


def _check_nodes(field: str, nodes: NodeList, depth: int) -> None:
    if depth > DEEPEST:
        raise WordingRefused.because(
            field, "template_syntax", _("Conditions stand at most %(most)s deep."), most=DEEPEST
        )
    for node in nodes:
        if isinstance(node, IfNode):
            for _condition, inner in node.conditions_nodelists:
                _check_nodes(field, inner, depth + 1)
        elif not isinstance(node, TextNode | VariableNode):
            raise WordingRefused.because(field, "template_tag", _("Not possible here: %(what)s."), what=_spelt(node))
    for expression in _expressions_of(nodes):
        for function, arguments in expression.filters:
            name = getattr(function, "_filter_name", function.__name__)
            if name not in FILTERS:
                raise WordingRefused.because(
                    field, "template_filter", _("Not possible here: %(what)s."), what=f"|{name}"
                )
            if any(looked_up and argument.lookups for looked_up, argument in arguments):
                raise WordingRefused.because(
                    field, "template_filter", _("%(what)s takes a number, or what is in quotes."), what=f"|{name}"
                )
        if isinstance(expression.var, Variable) and expression.var.lookups and len(expression.var.lookups) > 1:
            raise WordingRefused.because(
                field, "unknown_variable", _("Variables are plain names: %(what)s."), what=expression.token[:80]
            )


def _spelt(node: Node) -> str:
    token = getattr(node, "token", None)
    return "{% " + str(token.contents)[:60] + " %}" if token is not None else type(node).__name__


def _expressions_of(nodes: NodeList) -> Iterator[FilterExpression]:
    """The expressions of these nodes themselves, not of what stands inside of conditions."""
    for node in nodes:
        if isinstance(node, VariableNode):
            yield node.filter_expression
        elif isinstance(node, IfNode):
            for condition, _inner in node.conditions_nodelists:
                yield from _of_condition(condition)


def _of_condition(condition: Any) -> Iterator[FilterExpression]:
    if condition is None:
        return
    if isinstance(value := getattr(condition, "value", None), FilterExpression):
        yield value
    for side in (getattr(condition, "first", None), getattr(condition, "second", None)):
        yield from _of_condition(side)


def _variables_of(nodes: NodeList) -> Iterator[str]:
    for expression in _expressions_of(nodes):
        if isinstance(expression.var, Variable) and expression.var.lookups:
            yield expression.var.lookups[0]
    for node in nodes:
        if isinstance(node, IfNode):
            for _condition, inner in node.conditions_nodelists:
                yield from _variables_of(inner)


def as_text(source: str) -> str:
    """A body's source as the source of plain text: of a link its label and its address, of strong words the words."""
    return _STRONG.sub(r"\1", _LINK.sub(r"\1: \2", source))


def as_html(source: str) -> str:
    """A body's source as the source of HTML: paragraphs, links and strong words; all other text is text.

    It is made of the source and not of what is filled in, so no value can become a link or a paragraph.
    """
    paragraphs = [_inline(each.strip()) for each in _GAP.sub("\n\n", source.strip()).split("\n\n")]
    return "\n".join(f"<p>{each}</p>" for each in paragraphs if each)


def _inline(paragraph: str) -> str:
    safe = "".join(part if _MARK.fullmatch(part) else escape(part) for part in _MARK.split(paragraph))
    linked = _LINK.sub(r'<a href="\2">\1</a>', safe)
    return _STRONG.sub(r"<strong>\1</strong>", linked).replace("\n", "<br>\n")


def one_line(text: str) -> str:
    """A title: whatever breaks and gaps it has, one line."""
    return " ".join(text.split())


def tidy(text: str) -> str:
    """A text without the gaps that conditions leave."""
    return _GAP.sub("\n\n", text).strip()
