"""Reading the catalog: who sees what, cards for lists, picks, what other slices know already, and totals."""

from workbooks.catalog.queries.cards import CARD, card, cards, flag_of, listed_cards, register_flag, remixes_of
from workbooks.catalog.queries.knowing import (
    author_of,
    embed_urls,
    embed_urls_without,
    path_of,
    shown_favorites,
    summaries,
    thumbnail_of,
    thumbnails,
    thumbnails_in_use,
    titles,
    views_of,
)
from workbooks.catalog.queries.picks import featured, pick_by_id, picks, running_picks
from workbooks.catalog.queries.seeing import (
    by_author,
    listed,
    matching,
    own,
    reachable,
    viewed_workbook,
    visible_to,
    visible_workbook,
)
from workbooks.catalog.queries.totals import count_of_workbooks, listed_totals, recounted_workbooks

__all__ = [
    "CARD",
    "author_of",
    "by_author",
    "card",
    "cards",
    "count_of_workbooks",
    "embed_urls",
    "embed_urls_without",
    "featured",
    "flag_of",
    "listed",
    "listed_cards",
    "listed_totals",
    "matching",
    "own",
    "path_of",
    "pick_by_id",
    "picks",
    "reachable",
    "recounted_workbooks",
    "register_flag",
    "remixes_of",
    "running_picks",
    "shown_favorites",
    "summaries",
    "thumbnail_of",
    "thumbnails",
    "thumbnails_in_use",
    "titles",
    "viewed_workbook",
    "views_of",
    "visible_to",
    "visible_workbook",
]
