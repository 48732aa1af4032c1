"""Pages about workbooks: the start page, a workbook's own, and what search engines are told.

Lies above the catalog and engagement, and shows what their queries show: whoever may not see a workbook at the API
finds no page of it, and an absent one looks the same. Holds no table and no rule.
"""
