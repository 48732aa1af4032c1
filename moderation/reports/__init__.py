"""Reports: what members hold against things of any kind.

Words: a *report* names a thing, a category and, if wanted, a text. It is *open* until its case is decided, and then
*upheld* or *dismissed*; its reporter learns which. A reporter's *record* is how many of theirs were upheld.
Promises: one can report what one can see and what is not one's own, once while a report is open; who reported is
known to the staff alone; reports of a text that was found fine are answered at once, until it is edited.
"""
