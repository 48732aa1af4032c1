"""Jobs on the desk: the schedule and its outcome, one job's history, single runs, signs of life."""
