"""Tests of the desk: who sees what, what it costs, what it does, and how it looks in a browser."""
