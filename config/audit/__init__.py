"""The record of what staff did and of what touched security: written in the same transaction, and never changed.

`note` writes an entry. Triggers refuse UPDATE and DELETE in SQL on both databases; a job seals entries into a chain of
hashes, and `verify_audit` proves the chain.
"""

from config.audit.noting import note

__all__ = ["note"]
