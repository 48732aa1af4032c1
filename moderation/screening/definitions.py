"""What a rule does, apart from its name and state: checked, compared, and known by a digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from config import entities
from config.errors import FieldError, InvalidInput
from moderation.screening import patterns
from moderation.screening.choices import LISTED, PACED, Label, Outcome, Sort
from moderation.screening.links import HostRefused, host_of
from moderation.screening.ruleset import Rule
from moderation.screening.terms import TermRefused, parse

FIELDS = (
    *("sort", "outcome", "values", "kinds", "most", "window_minutes", "new_account_hours", "label"),
    "threshold",
)
MOST_VALUES = 5_000
LONGEST_VALUE = 200
_NEEDED = {
    Sort.LINKS: {"most"},
    Sort.REPETITION: {"most", "window_minutes"},
    Sort.PACE: {"most", "window_minutes"},
    Sort.SCORE: {"label", "threshold"},
}
_EMPTY: dict[str, Any] = {
    "sort": "",
    "outcome": Outcome.FLAG.value,
    "values": [],
    "kinds": [],
    "most": None,
    "window_minutes": None,
    "new_account_hours": None,
    "label": "",
    "threshold": None,
}
_BOUNDS = {"most": (0, 1_000), "window_minutes": (1, 1_440), "new_account_hours": (1, 8_760), "threshold": (1, 100)}


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The definition, whole and tidy; `InvalidInput` with every field that is wrong."""
    values = _EMPTY | {name: given[name] for name in FIELDS if name in given}
    values["values"] = list(dict.fromkeys(str(value).strip() for value in values["values"] if str(value).strip()))
    values["kinds"] = sorted(set(values["kinds"]))
    errors = _wrong_choices(values)
    if not errors:
        errors = [*_wrong_numbers(values), *_wrong_values(values)]
    if errors:
        raise InvalidInput(errors=errors)
    return values


def _error(field: str, code: str, message: object) -> FieldError:
    return FieldError(field, code, str(message))


def _wrong_choices(values: Mapping[str, Any]) -> list[FieldError]:
    errors = []
    if values["sort"] not in Sort.values:
        errors.append(_error("sort", "unknown", _("There are no rules of this sort.")))
    if values["outcome"] not in Outcome.values:
        errors.append(_error("outcome", "unknown", _("This is no outcome.")))
    if values["outcome"] == Outcome.ALLOW and values["sort"] != Sort.HOSTS:
        errors.append(_error("outcome", "only_hosts_allow", _("Only hosts can be allowed.")))
    if set(values["kinds"]) - {kind.name for kind in entities.kinds()}:
        errors.append(_error("kinds", "unknown", _("There are no things of this kind.")))
    if values["label"] and values["label"] not in Label.values:
        errors.append(_error("label", "unknown", _("The analyser knows no such label.")))
    return errors


def _wrong_numbers(values: Mapping[str, Any]) -> list[FieldError]:
    needed = _NEEDED.get(values["sort"], set())
    errors = []
    for name in ("most", "window_minutes", "label", "threshold"):
        if name in needed and values[name] in (None, ""):
            errors.append(_error(name, "required", _("A rule of this sort needs this.")))
        elif name not in needed and values[name] not in (None, ""):
            errors.append(_error(name, "not_used", _("A rule of this sort has no use for this.")))
    for name, (least, most) in _BOUNDS.items():
        if values[name] is not None and not least <= values[name] <= most:
            message = _("This is a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
            errors.append(_error(name, "out_of_range", message))
    return errors


def _wrong_values(values: Mapping[str, Any]) -> list[FieldError]:
    listed, sort = values["values"], values["sort"]
    if sort not in LISTED:
        return [_error("values", "not_used", _("A rule of this sort has no use for this."))] if listed else []
    if not listed:
        return [_error("values", "required", _("A rule of this sort needs this."))]
    if len(listed) > MOST_VALUES:
        return [_error("values", "too_many", _("A rule has at most 5,000 values; make another one."))]
    for value in listed:
        if wrong := _wrong_value(sort, value):
            return [wrong]
    return []


def _wrong_value(sort: str, value: str) -> FieldError | None:
    if len(value) > LONGEST_VALUE:
        return _error("values", "max_length", _("A value has at most 200 characters."))
    try:
        if sort == Sort.TERMS:
            parse(value)
        elif sort == Sort.PATTERNS:
            patterns.cost(value)
        else:
            host_of(value)
    except TermRefused as refused:
        return _error("values", refused.code, f"{value[:60]}: {_TERMS[refused.code]}")
    except patterns.PatternRefused as refused:
        return _error("values", "pattern_refused", f"{value[:60]}: {refused}")
    except HostRefused:
        why = _("This is not the name of a host.")
        return _error("values", "invalid_host", f"{value[:60]}: {why}")
    return None


_TERMS = {
    "term_too_short": _("A term has at least two letters, and four where it has a star."),
    "star_in_a_phrase": _("A star stands at the end of one word, or on both sides."),
}


def of(row: Any) -> dict[str, Any]:
    """The definition of a rule's row."""
    return {name: getattr(row, name) for name in FIELDS}


def digest(definition: Mapping[str, Any]) -> str:
    """What two definitions that do the same have in common."""
    told = json.dumps({name: definition[name] for name in FIELDS}, sort_keys=True, ensure_ascii=False)
    return blake2b(told.encode(), digest_size=16).hexdigest()


def as_rule(definition: Mapping[str, Any], *, slug: str, rule_id: UUID | None) -> Rule:
    """The definition as it is judged by."""
    values = {name: definition[name] for name in FIELDS}
    values |= {"values": tuple(values["values"]), "kinds": frozenset(values["kinds"])}
    return Rule(id=rule_id, slug=slug, **values)


def cost(definition: Mapping[str, Any]) -> int:
    """What the definition's patterns cost at most, a character of text."""
    if definition["sort"] != Sort.PATTERNS:
        return 0
    return sum(patterns.cost(value) for value in definition["values"])


def is_paced(definition: Mapping[str, Any]) -> bool:
    """Whether it looks at what was written before."""
    return definition["sort"] in PACED


def told(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The definition as the audit keeps it: of long lists their length and beginning."""
    values = definition["values"]
    return {**definition, "values": values[:20], "values_count": len(values), "digest": digest(definition)}
