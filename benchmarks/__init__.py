"""Ours, the floor and the peer, side by side in one run: `make bench`.

Each benchmark is a set of contestants that are run in turn, several rounds, and compared by the ratio of their medians.
Absolute times move from machine to machine; ratios hold. Needs PostgreSQL (`DATABASE_URL`, or the standard local port);
works in a database of its own, `sigma_bench`, which it keeps between runs.
"""
