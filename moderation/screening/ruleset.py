"""All live rules, made ready to judge texts: nothing in here reads a table or waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from moderation.screening import patterns
from moderation.screening.choices import PACED, SEVERITY, Label, Outcome, Sort
from moderation.screening.links import MOST_HOSTS, Hosts, hosts_as_written, hosts_in
from moderation.screening.normalising import Reading
from moderation.screening.terms import Terms

LONGEST_MATCHED = 200


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's row, as it is judged by."""

    id: UUID | None
    slug: str
    sort: str
    outcome: str
    values: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    most: int | None = None
    window_minutes: int | None = None
    new_account_hours: int | None = None
    label: str = ""
    threshold: int | None = None

    def is_about(self, kind: str, age: timedelta) -> bool:
        """Whether the rule looks at this kind of thing, by an account of this age."""
        if self.kinds and kind not in self.kinds:
            return False
        return self.new_account_hours is None or age <= timedelta(hours=self.new_account_hours)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason: a rule and what it met; or a code of ours, where no rule stands behind it."""

    code: str
    outcome: str
    rule: Rule | None = None
    matched: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that the author wrote a while ago."""

    thing_id: UUID
    digest: str
    at: datetime


def worst(findings: Iterable[Finding]) -> str:
    """What comes of a text with these findings."""
    return max((finding.outcome for finding in findings), key=SEVERITY.__getitem__, default=Outcome.ALLOW.value)


def _found(rule: Rule, matched: str = "") -> Finding:
    return Finding(rule.slug, rule.outcome, rule, matched[:LONGEST_MATCHED])


class RuleSet:
    """Rules, ready. Making one takes a while for thousands of values; judging by one does not."""

    def __init__(self, rules: Iterable[Rule] = (), *, own_hosts: Collection[str] = ()) -> None:
        self.rules = tuple(rules)
        of: dict[str, list[Rule]] = {sort: [rule for rule in self.rules if rule.sort == sort] for sort in Sort.values}
        self._terms: Terms[Rule] = Terms((rule, value) for rule in of[Sort.TERMS] for value in rule.values)
        self._patterns = [
            (rule, value, patterns.compiled(value)) for rule in of[Sort.PATTERNS] for value in rule.values
        ]
        listed = [(rule, value) for rule in of[Sort.HOSTS] for value in rule.values]
        self._hosts: Hosts[Rule] = Hosts(each for each in listed if each[0].outcome != Outcome.ALLOW)
        self._trusted: Hosts[Rule] = Hosts(each for each in listed if each[0].outcome == Outcome.ALLOW)
        self._own = frozenset(own_hosts)
        self._links, self._scores = of[Sort.LINKS], of[Sort.SCORE]
        self._paced = [rule for rule in self.rules if rule.sort in PACED]
        self.asks_scores = bool(self._scores)
        self.looks_back = max((timedelta(minutes=rule.window_minutes or 0) for rule in self._paced), default=None)

    def in_text(self, kind: str, reading: Reading, age: timedelta) -> list[Finding]:
        """What the text itself gives reason for: each rule once."""
        found: dict[str, Finding] = {}
        for rule, matched in self._matches(reading):
            if rule.slug not in found and rule.is_about(kind, age):
                found[rule.slug] = _found(rule, matched)
        return list(found.values())

    def _matches(self, reading: Reading) -> Iterator[tuple[Rule, str]]:
        yield from self._terms.found_in(reading)
        for rule, _value, pattern in self._patterns:
            if met := pattern.search(reading.plain):
                yield rule, met[0]
        if self._hosts or self._links:
            yield from self._linked(reading)

    def _linked(self, reading: Reading) -> Iterator[tuple[Rule, str]]:
        counted = [host for host in hosts_in(reading.plain) if not self._is_trusted(host)]
        for host in dict.fromkeys([*counted[:MOST_HOSTS], *hosts_as_written(reading.raw)]):
            for rule, value in self._hosts.of(host):
                yield rule, value
        for rule in self._links:
            if len(counted) > (rule.most or 0):
                yield rule, str(len(counted))

    def _is_trusted(self, host: str) -> bool:
        return host in self._own or next(self._trusted.of(host), None) is not None

    def in_scores(self, kind: str, scores: Mapping[Label, float], age: timedelta) -> list[Finding]:
        """What an analyser's scores, from 0 to 1, give reason for."""
        return [
            _found(rule, f"{rule.label} {scores[Label(rule.label)]:.2f}")
            for rule in self._scores
            if rule.is_about(kind, age) and scores.get(Label(rule.label), 0.0) * 100 >= (rule.threshold or 100)
        ]

    def in_pace(
        self, kind: str, thing_id: UUID, digest: str, age: timedelta, before: Sequence[Trace], now: datetime
    ) -> list[Finding]:
        """What the author's other writings give reason for; changing one thing again and again is no repetition."""
        found = []
        for rule in self._paced:
            if not rule.is_about(kind, age) or (rule.sort == Sort.REPETITION and not digest):
                continue
            since = now - timedelta(minutes=rule.window_minutes or 0)
            others = {
                trace.thing_id
                for trace in before
                if trace.at > since and (rule.sort == Sort.PACE or trace.digest == digest)
            }
            if len(others | {thing_id}) > (rule.most or 0):
                found.append(_found(rule, str(len(others | {thing_id}))))
        return found
