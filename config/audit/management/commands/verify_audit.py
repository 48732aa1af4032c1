"""`verify_audit`: prove that the audit was not changed since it was sealed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.audit import chain


class Command(BaseCommand):
    help = "Walk the chain of seals; names the first broken row and ends with 1 where one is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--expect", metavar="SEQUENCE:HASH", help="a head printed earlier, still to be found")

    def handle(self, *args: Any, **options: Any) -> None:
        proof = chain.verify(self._expected(options["expect"]))
        if proof.unguarded:
            self.stderr.write(f"The triggers against changes are missing or off on: {', '.join(proof.unguarded)}.")
        if proof.broken:
            self.stderr.write(proof.broken)
        if proof.broken or proof.unguarded:
            sys.exit(1)
        redacted = f", {proof.redacted} of them without what they said of erased members" if proof.redacted else ""
        self.stdout.write(
            f"{proof.sealed} entries are sealed and unchanged{redacted}, {proof.unsealed} wait for their seal."
            f" Head: {proof.sealed}:{proof.head}"
        )

    def _expected(self, text: str | None) -> tuple[int, str] | None:
        if not text:
            return None
        sequence, _, digest = text.partition(":")
        if not sequence.isdigit() or len(digest) != 64:
            raise CommandError("--expect must be a head as verify_audit prints it: SEQUENCE:HASH.")
        return int(sequence), digest
