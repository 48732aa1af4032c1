"""Ours, the floor and the peer, side by side in one run: `make bench`.

Each benchmark is a set of contestants that are run in turn, several rounds, and compared by the ratio of their medians.
Absolute times move from machine to machine; ratios hold. Needs PostgreSQL (`DATABASE_URL`, or the standard local port),
and works in databases of its own that `seed_demo --scale` fills: `sigma_bench_10000` and so on, kept between runs.
"""
