"""Activity: what members did, as others may read it in feeds.

Words: an *item* is one thing that one member did, made of one event of the log; a *feed* is the items of some people,
newest first; a *source* says of which people; a *candidate* is the newest that a source has, before anybody has asked
whether the viewer may see it; an *entry* is what a feed shows: an item, or a burst of like ones read as one.
Promises: blocks, mutes, visibility and choices hold when a feed is read; what is deleted or hidden is gone at once; no
item twice and none skipped, whatever is written meanwhile; the log read again, in whatever order, makes the same items.
"""
