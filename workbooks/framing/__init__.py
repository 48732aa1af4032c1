"""Framing: showing a workbook in a frame, here and on other sites.

Words: a workbook's *embedding* is what is known of its frame; it is *broken* while its URL's verdict is any but `ok`
and `pending`. The *embed page* (`/embed/{id}`) is what other sites frame, and holds the source's own frame.
Promises: an author hears once of each break and once of its end; the embed page frames exactly the source's host, may
be framed by whom the author names and nobody else, and sets no cookie; a signed view is made for one viewer and kept
nowhere.
It lies above the catalog, which knows workbooks, and above embeds, which know URLs.
"""
