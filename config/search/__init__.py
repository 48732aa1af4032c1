"""Search by words, the same on both databases: texts and queries become tokens here, and no database parses either.

Words: a *token* is what a word is kept as (folded: no case, no accents); a *document* is the tokens of a thing with
their places; a *query* is what somebody asks, as terms; an `Index` is a table of entries with a document each.
Promises: whatever is typed is plain text or one of three signs (`"a phrase"`, `-without`, nothing else) and never
reaches a database as syntax; everything is bounded, and takes time in proportion to the length of a text.
"""
