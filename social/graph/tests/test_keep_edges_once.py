"""What the database itself holds to, whatever the code does."""

import pytest
from django.db import IntegrityError, transaction

from social.graph.models import Block, Follow, Friendship, Mute

pytestmark = pytest.mark.django_db

EDGES = [
    (Follow, "follower", "followee"),
    (Friendship, "member", "friend"),
    (Block, "blocker", "blocked"),
    (Mute, "muter", "muted"),
]


@pytest.mark.parametrize(("model", "start", "end"), EDGES)
def test_an_edge_stands_once(owner, stranger, model, start, end):
    model.objects.create(**{start: owner, end: stranger})
    model.objects.create(**{start: stranger, end: owner})
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**{start: owner, end: stranger})


@pytest.mark.parametrize(("model", "start", "end"), EDGES)
def test_no_edge_leads_back_to_where_it_starts(owner, model, start, end):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**{start: owner, end: owner})


@pytest.mark.parametrize(("model", "start", "end"), EDGES)
def test_edges_go_with_the_account_at_either_end(person, model, start, end):
    one, two, three = (person(name) for name in ("one-a", "two-b", "three-c"))
    model.objects.create(**{start: one, end: two})
    model.objects.create(**{start: three, end: one})
    one.delete()
    assert not model.objects.exists()
