"""Flags on the desk: for whom each is on, and who is in a group."""
