"""The import of listings: files of workbooks from elsewhere, in CSV.

`reading` turns a file into records, in bounded memory; `rows` checks one of them; `writing` puts a batch of rows into
the database in one transaction. A row is known again by its URL, so that an import may be repeated, and goes on where
it was interrupted.
"""

from workbooks.catalog.importing.reading import Listing, open_listing
from workbooks.catalog.importing.rows import Refusal, Row
from workbooks.catalog.importing.run import BATCH, Totals, import_listing

__all__ = ["BATCH", "Listing", "Refusal", "Row", "Totals", "import_listing", "open_listing"]
