"""Sanctions: what is done to content and to people, takes hold at once and can be undone as completely.

Words: a *sanction* is one effect that is in force until it ends: a label, hiding or removal on a thing; a warning,
mute, suspension or ban on a member. It ends by its clock, or because it is lifted. A *strike* counts against a member
for a while; so many of them suggest what comes next, and nothing by itself.
Promises: several sanctions may lie on one thing or member, and what shows is the gravest of those in force; when one
ends, what remains of the others holds; an account that somebody changed by hand meanwhile is left as they put it.
Things are reached through `config.entities` alone, so that nothing here knows a kind of content by name.
"""
