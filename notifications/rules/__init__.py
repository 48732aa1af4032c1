"""Rules: which event tells whom what.

Words: a *rule* says of one kind of event whom it tells, of which thing, and what it is grouped by; an *ending* says
which event takes back what an earlier one told. Promises: one ear hears all of them, so what is done and undone comes
in its order; nobody is told of their own deeds, of somebody with whom there is a block, of people or threads they have
muted, of what they may not see, nor what its doer keeps from them; thousands are told by a job that goes on where it
broke off.
"""
