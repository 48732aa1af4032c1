"""Faults: processes killed in the middle of work, after which the database is asked what it cost. `make faults`."""
