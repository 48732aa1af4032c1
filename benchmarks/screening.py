"""What screening adds to a write: texts of 1,000 characters by 1,000 and by 10,000 rules, beside their bare insert.

Rules are a mix as communities have them: words and phrases, beginnings, parts, hosts; each with one value. Beside the
usual text stand one that wears every disguise, one of 10,000 look-alikes, and the costliest pattern that is let in.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

from django.db import connection, transaction

from benchmarks import databases
from benchmarks.measuring import Line, in_turn, percentile
from moderation.screening.normalising import read
from moderation.screening.ruleset import Rule, RuleSet

DATABASE = "sigma_bench_screening"
TIMES = 400
OLD = timedelta(days=400)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def word(chance: random.Random) -> str:
    """Four to ten letters, none of them thrice in a row: few words of any language have that."""
    letters = [chance.choice(LETTERS) for _ in range(chance.randint(4, 10))]
    return "".join(letter for place, letter in enumerate(letters) if letters[place - 2 : place] != [letter, letter])


def rules(number: int) -> list[Rule]:
    """So many rules: seven in ten words and phrases, the rest beginnings, parts and hosts."""
    chance = random.Random(number)
    made = []
    for place in range(number):
        one, two = word(chance), word(chance)
        sort, value = [
            *[("terms", one)] * 4, *[("terms", f"{one} {two}")] * 3,
            ("terms", f"{one}*"), ("terms", f"*{one}{two}*"), ("hosts", f"{one}.example"),
        ][place % 10]  # fmt: skip
        made.append(Rule(None, f"rule-{place}", sort, "flag", (value,)))
    return made


def texts(number: int, length: int = 1_000) -> list[str]:
    """Ordinary texts, each with a sentence's marks, a link and a figure."""
    chance, made = random.Random(7), []
    for _ in range(number):
        words = [word(chance) for _ in range(length // 5)]
        words[3] = "https://docs.example.org/page"
        made.append(". ".join(" ".join(words[at : at + 9]).capitalize() for at in range(0, len(words), 9))[:length])
    return made


def spent(act: Callable[[str], object], each: list[str]) -> list[float]:
    """Microseconds of each call."""
    found = []
    for text in each:
        began = time.perf_counter()
        act(text)
        found.append((time.perf_counter() - began) * 1e6)
    return found


def run(scales: list[int]) -> Iterator[Line]:
    with databases.scratch(DATABASE) as url:
        databases.connect_to(DATABASE)
        try:
            yield from measured()
        finally:
            connection.close()
            assert url


def measured() -> Iterator[Line]:
    each = texts(TIMES)
    sets = {number: RuleSet(rules(number)) for number in (0, 1_000, 10_000)}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE benchmark_text (id uuid PRIMARY KEY, author uuid NOT NULL, body text NOT NULL)")

    def insert(text: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO benchmark_text VALUES (%s, %s, %s)", [uuid4(), uuid4(), text])

    def screened(number: int) -> Callable[[str], object]:
        return lambda text: sets[number].in_text("comment", read(text), OLD)

    def with_screening(text: str) -> None:
        screened(10_000)(text)
        insert(text)

    acts: dict[str, Callable[[str], object]] = {
        "bare insert": insert,
        "1,000 rules": screened(1_000),
        "10,000 rules": screened(10_000),
        "insert, by 10,000 rules": with_screening,
    }
    p50 = in_turn({name: lambda act=act: percentile(spent(act, each), 0.5) for name, act in acts.items()})
    p99 = in_turn({name: lambda act=act: percentile(spent(act, each), 0.99) for name, act in acts.items()}, rounds=3)
    bare, few, many = p50["bare insert"], p50["1,000 rules"], p50["10,000 rules"]
    yield Line("text of 1,000", "bare insert, p50", bare, "µs")
    yield Line("text of 1,000", "1,000 rules, p50", few, "µs", few / bare, "bare insert", "≤ 500", few <= 500)
    grown = many / few
    yield Line("text of 1,000", "10,000 rules, p50", many, "µs", grown, "1,000 rules", "≤ 2", grown <= 2)
    whole = p50["insert, by 10,000 rules"]
    yield Line("text of 1,000", "insert, by 10,000 rules, p50", whole, "µs", whole / bare, "bare insert")
    for name in acts:
        yield Line("text of 1,000", f"{name}, p99", p99[name], "µs")
    yield from worst(sets[10_000])


def worst(of_many: RuleSet) -> Iterator[Line]:
    """Texts that were made to be slow, and how long it takes to make rules ready."""
    costly = RuleSet([Rule(None, "costly", "patterns", "flag", ("a{1,9}a{1,9}bb",))])
    hostile = {
        "10,000 look-alikes": (of_many, "а" * 10_000),
        "10,000 of leetspeak": (of_many, "v1agra " * 1_428),
        "10,000 spaced out": (of_many, "v.i.a.g.r.a " * 833),
        "the costliest pattern, 10,000": (costly, "a" * 10_000),
    }
    for name, (judged, text) in hostile.items():
        act = lambda text, judged=judged: judged.in_text("comment", read(text), OLD)  # noqa: E731
        took = percentile(spent(act, [text] * 9), 0.5)
        yield Line(name, "p50", took / 1_000, "ms", None, "", "≤ 100", took <= 100_000)
    ready = rules(10_000)
    began = time.perf_counter()
    RuleSet(ready)
    yield Line("10,000 rules", "made ready", (time.perf_counter() - began) * 1_000, "ms")
