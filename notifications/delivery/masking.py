"""Addresses as the list of suppressed ones knows them: a keyed digest to find one by, a masked form to show."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def digest_of(address: str) -> str:
    """By which an address is found; without the installation's secret nobody can tell whose it is."""
    return salted_hmac("notifications.suppression", address.strip().lower(), algorithm="sha256").hexdigest()


def masked(address: str) -> str:
    """What its owner recognises and nobody else: the first letter and the domain."""
    name, _at, domain = address.strip().rpartition("@")
    return f"{name[:1]}…@{domain}"[:80]
