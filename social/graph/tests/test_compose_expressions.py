"""The expressions fit wherever a condition fits, and cost a visitor nothing."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When
from django.test.utils import CaptureQueriesContext

from config.roles import ANONYMOUS
from social.graph import queries
from social.graph.models import Follow

EXPRESSIONS = [
    queries.follows,
    queries.followed_by,
    queries.friends_with,
    queries.mutes,
    queries.has_blocked,
    queries.is_blocked_by,
    queries.blocked_between,
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_for_a_visitor_each_is_false_everywhere_and_reads_no_edges(owner, stranger, expression):
    users = get_user_model().objects
    condition = expression(ANONYMOUS, "pk")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert users.filter(condition).count() == 0
        assert users.exclude(condition).count() == 2
        assert users.filter(~condition).count() == 2
        assert users.filter(Q(username="owner") | Q(condition)).count() == 1
        assert users.filter(Q(username="owner") & ~Q(condition)).count() == 1
        assert set(users.annotate(it=condition).values_list("it", flat=True)) == {False}
        whens = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
        assert set(users.annotate(it=whens).values_list("it", flat=True)) == {0}
    assert not [query["sql"] for query in captured if "social_" in query["sql"]]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_for_a_member_each_fits_into_case_and_joins(owner, blocked, friend, expression):
    users = get_user_model().objects
    condition = expression(owner, "pk")
    met = set(users.filter(condition).values_list("pk", flat=True))
    whens = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    assert set(users.annotate(it=whens).filter(it=1).values_list("pk", flat=True)) == met
    assert set(users.filter(Q(condition) & ~Q(username="x")).values_list("pk", flat=True)) == met


def test_they_reach_over_a_join(owner, friend, stranger):
    edges = Follow.objects.filter(queries.allowed_by(friend, "followee__pk", "followee__profile__show_friends"))
    assert edges.count() == 1
    edges = Follow.objects.filter(queries.allowed_by(stranger, "followee__pk", "followee__profile__show_friends"))
    assert edges.count() == 0
