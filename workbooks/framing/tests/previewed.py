"""The URL that the tests of previews are about."""

URL = "https://public.tableau.com/views/Sales/Overview"
