"""Demo data at scale: what `manage.py seed_demo --scale N` makes.

Words: the *plan* is how many of everything each member and workbook has, drawn first and kept in small numbers; the
*stream* of a table is its rows, made one by one from the plan. So all counts are known when a row is written, and
memory grows by some thirty bytes a workbook and by no row.
Promises: the same number, seed and day make the same rows; all of it is in one transaction; the counts are right.
"""
