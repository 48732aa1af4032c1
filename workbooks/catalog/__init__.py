"""The catalog: workbooks, their states, the versions of their text, featured picks, and the import of listings.

Words: a workbook is a *draft* until it is *published*, and may be *archived*; it is *listed* when it stands in lists
and counts (public, published, neither hidden nor deleted); a *remix* is a workbook made from another; a *pick* is a
workbook that moderators feature; a *listing* is a file of workbooks from elsewhere.
Promises: `queries.visible_to` is the one rule of who sees a workbook; counts are written with what they count; deleting
hides at once; an import may be repeated and interrupted.
"""
