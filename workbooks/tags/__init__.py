"""Tags: the words under which workbooks are found.

Words: a *tag* has a name, as its first user wrote it, and a slug, which is what makes two names one tag; a *synonym* is
a slug that leads to another tag; a *tagging* is one tag on one workbook.
Promises: a slug leads to one tag; a tag's count is exact, and counts public published workbooks alone.
"""
