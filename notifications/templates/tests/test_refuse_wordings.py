"""A wording that a message could fail by is refused when it is saved."""

from __future__ import annotations

import pytest

from config.errors import InvalidInput
from notifications.templates.checking import check
from notifications.templates.shipped import Wording
from notifications.types import Category, Channel, NotificationType, Value, find


def refused(title: str = "Hello", body: str = "", html: str = "", channel: Channel = Channel.EMAIL) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        check(find("user.followed"), channel, Wording(title, body, html))
    return [f"{error.field} {error.code}" for error in refusal.value.errors]


@pytest.mark.parametrize(
    "source",
    [
        "{{ settings.SECRET_KEY }}",
        "{{ actor.__class__ }}",
        "{{ actor.0 }}",
        "{{ request }}",
        "{{ excerpt }}",
        "{% if secret %}x{% endif %}",
        "{% if others > secret %}x{% endif %}",
        "{% if not others or secret == 'x' %}x{% endif %}",
        "{% if others %}{% if count %}{{ secret }}{% endif %}{% endif %}",
        "{{ _private }}",
    ],
)
def test_what_the_type_does_not_declare_cannot_be_asked_for(source: str) -> None:
    for field in ("title", "body", "html"):
        (said,) = refused(**{field: f"Hello {source}"})
        assert said in {f"{field} unknown_variable", f"{field} template_syntax"}


@pytest.mark.parametrize(
    "source",
    [
        "{% debug %}",
        "{% include 'accounts/sign_in.html' %}",
        "{% extends 'pages/base.html' %}",
        "{% load static %}",
        "{% for letter in actor %}{{ letter }}{% endfor %}",
        "{% with x=actor %}{{ x }}{% endwith %}",
        "{% now 'Y' %}",
        "{% csrf_token %}",
        "{% url 'admin:index' %}",
        "{% autoescape off %}{{ actor }}{% endautoescape %}",
        "{% if others %}{% debug %}{% endif %}",
        "{% filter safe %}{{ actor }}{% endfilter %}",
        "{% verbatim %}{{ actor }}{% endverbatim %}",
        "{% cycle 'a' 'b' %}",
        "{% block x %}{% endblock %}",
    ],
)
def test_no_tag_but_conditions_exists(source: str) -> None:
    (said,) = refused(body=source)
    assert said in {"body template_tag", "body template_syntax"}


@pytest.mark.parametrize(
    "name", ["safe", "safeseq", "add:link", "pprint", "json_script", "unordered_list", "join:link"]
)
def test_no_filter_but_the_plain_ones_exists(name: str) -> None:
    (said,) = refused(html=f"{{{{ actor|{name} }}}}")
    assert said == "html template_filter"


def test_what_a_filter_takes_stands_in_quotes() -> None:
    assert refused(body="{{ actor|default:site }}") == ["body template_filter"]
    check(find("user.followed"), Channel.EMAIL, Wording("Hello", "{{ actor|default:'somebody'|truncatechars:20 }}"))


@pytest.mark.parametrize("source", ["{{ actor", "{% if %}", "{% if others %}", "{{ actor|nothing }}", "{% endif %}"])
def test_what_is_no_template_is_refused(source: str) -> None:
    if source == "{{ actor":
        check(find("user.followed"), Channel.EMAIL, Wording("Hello", source))  # two letters that mean nothing
        return
    assert refused(body=source) == ["body template_syntax"]


def test_conditions_stand_in_one_another_so_deep_and_no_deeper() -> None:
    def nested(times: int) -> str:
        return "{% if others %}" * times + "x" + "{% endif %}" * times

    check(find("user.followed"), Channel.EMAIL, Wording("Hello", nested(10)))
    assert refused(body=nested(12)) == ["body template_syntax"]
    assert refused(body=nested(600)) == ["body template_syntax"]


def test_a_message_has_a_title_and_bounds() -> None:
    assert refused(title="  ") == ["title blank"]
    assert refused(title="x" * 501) == ["title too_long"]
    assert refused(body="x" * 20_001) == ["body too_long"]


def test_only_mails_have_html() -> None:
    assert refused(html="<p>x</p>", channel=Channel.PUSH) == ["html not_for_channel"]


def test_what_a_type_requires_cannot_be_left_out() -> None:
    declared = NotificationType(
        "test.code_sent",
        Category.SECURITY,
        frozenset({Channel.EMAIL}),
        variables={"code": Value.TEXT},
        required=frozenset({"code"}),
        example={"code": "123456"},
    )
    check(declared, Channel.EMAIL, Wording("Your code", "{{ code }}"))
    with pytest.raises(InvalidInput) as refusal:
        check(declared, Channel.EMAIL, Wording("Your code", "Here it is."))
    assert [error.code for error in refusal.value.errors] == ["missing_variable"]
