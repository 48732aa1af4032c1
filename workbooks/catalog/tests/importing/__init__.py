"""Importing a listing: what goes in, what is refused and why, again, interrupted."""
