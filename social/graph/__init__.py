"""Graph: every edge between two members, at the bottom of `social`.

Words: a *follow* points one way; a *friendship* is two rows that stand and fall together; a *block* ends both and hides
each from the other; a *mute* hides someone from one's own lists alone. An *audience* is what a profile says of who may
see a part of it.
Promises: an edge exists once; the counts on profiles equal the rows whatever happens at once; no follow and no
friendship outlives a block. Visibility everywhere is made of the expressions in `queries`.
"""
