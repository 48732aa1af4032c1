"""Discovery: finding workbooks by words, by what is talked of, by what one follows, and by what is like them.

Words: an *entry* is one workbook in the search index, there while it stands published for everyone or for followers;
the *lexicon* is the words of public entries, with how many have each; a *candidate* is an entry that meets a query
and is scored well enough to be ranked; a *reason* says why something is shown.
Promises: who may see what is asked of the catalog at every reading, whatever the index holds; a search costs about the
same whatever there is; what is written is found as soon as its event is delivered, and what was missed at the next
sweep; nothing of what only followers see, nor of what was erased, stands in the lexicon.
It lies above the catalog, tags and engagement, and fills the catalog's port for `?q=`.
"""
