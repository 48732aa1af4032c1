"""Embeds: which URLs a workbook may show.

Words: a *source* is one place workbooks come from, with the hosts and paths that belong to it; a URL is *allowed* when
it keeps every rule of `parsing` and a source in use claims its host and its path.
Promises: one parser decides, and what it has not understood whole is refused; hosts match exactly or by whole labels;
nothing here opens a connection.
"""
