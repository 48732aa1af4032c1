"""Words that columns, fields and filters of the desk take from models, so that translators find them.

Models name their fields in English alone; templates of the desk translate these names when they show them.
"""

from __future__ import annotations

from typing import Final

from django.utils import translation
from django.utils.translation import gettext_noop as _

WORDS: Final = frozenset({
    _("accept messages"), _("access"), _("account type"), _("act"), _("action"), _("actor"), _("actor count"),
    _("actor id"), _("actor name"), _("address"), _("after"), _("alive at"), _("answer"), _("answered at"), _("appeal"),
    _("appellant"), _("approves followers"), _("archived at"), _("arguments"), _("asked at"), _("aspect ratio"),
    _("assignee"), _("at"), _("attempts"), _("audience"), _("auth"), _("author"), _("avatar"), _("beat at"),
    _("before"), _("before reason"), _("before status"), _("before until"), _("beyond"), _("bio"), _("blocked"),
    _("blocker"), _("body"), _("bound to"), _("broken since"), _("by email"), _("by push"), _("case"), _("category"),
    _("caught"), _("cause id"), _("changed at"), _("channel"), _("channels"), _("checked at"), _("choices"),
    _("claimed at"), _("clicked at"), _("client id"), _("code"), _("collected"), _("collected at"), _("comment"),
    _("comment count"), _("community id"), _("confirmed at"), _("consented at"), _("content"), _("content type"),
    _("count"), _("counted at"), _("country"), _("counts"), _("crashes"), _("created at"), _("credential id"),
    _("daily quota"), _("data"), _("day"), _("days"), _("decided at"), _("decided by"), _("decision"), _("decisions"),
    _("definition"), _("deleted at"), _("delivered at"), _("delivery"), _("delivery id"), _("description"), _("device"),
    _("digest"), _("disabled at"), _("disabled because"), _("document"), _("documents"), _("down until"), _("due at"),
    _("duration ms"), _("edited at"), _("email"), _("email since"), _("email verified"), _("email verified at"),
    _("emailed at"), _("embed allowed on"), _("embed url"), _("ended as"), _("ended at"), _("ended by"), _("endpoint"),
    _("entry id"), _("error"), _("errors 4xx"), _("errors 5xx"), _("event"), _("event id"), _("excerpt"),
    _("expires at"), _("failed at"), _("failing since"), _("failures"), _("favorite count"), _("file"),
    _("fine digest"), _("finished at"), _("first act at"), _("first cause id"), _("flag count"), _("followee"),
    _("follower"), _("followers count"), _("following count"), _("format"), _("frame ancestors"), _("frequency"),
    _("fresh"), _("friend"), _("full name"), _("gateway"), _("gathered at"), _("gathered in"), _("generation"),
    _("given up at"), _("good until"), _("group key"), _("groups"), _("hash"), _("hidden at"), _("host"), _("hosts"),
    _("html"), _("id"), _("ID"), _("image url"), _("import digest"), _("import key"), _("imported favorites"),
    _("imported views"), _("in app"), _("invisible since"), _("is active"), _("is backed up"), _("is claimed"),
    _("is counted"), _("is given"), _("is listed"), _("is pinned"), _("is public"), _("is shipped"), _("is staff"),
    _("is urgent"), _("item"), _("key"), _("kind"), _("kinds"), _("label"), _("last active at"), _("last at"),
    _("last error"), _("last shared at"), _("last used at"), _("latitude tenths"), _("lease"), _("leased until"),
    _("lifetime seconds"), _("like count"), _("listed at"), _("live at"), _("locale"), _("location"), _("locked until"),
    _("longitude tenths"), _("looked at"), _("made by"), _("masked"), _("matched"), _("member"), _("members"),
    _("message"), _("message id"), _("metadata"), _("method"), _("monthly quota"), _("most"), _("muted"), _("muter"),
    _("name"), _("needs role"), _("new account hours"), _("new email"), _("next secret"), _("next session id"),
    _("next until"), _("note"), _("noted in"), _("notification"), _("number"), _("occurred at"), _("old digest"),
    _("old email"), _("old until"), _("opened at"), _("outcome"), _("overdue at"), _("overturned at"),
    _("overturned by"), _("owner"), _("p256dh"), _("parent"), _("part id"), _("paths"), _("payload"), _("percent"),
    _("period end"), _("period start"), _("picked by"), _("points"), _("popular score"), _("position"), _("prefix"),
    _("preview"), _("preview of"), _("previous"), _("previous secret"), _("previous until"), _("priority"),
    _("problem"), _("provider"), _("provider id"), _("public key"), _("published at"), _("purpose"), _("pushed at"),
    _("ranges"), _("rate limit per hour"), _("rate per minute"), _("reach"), _("read at"), _("read through"),
    _("read through at"), _("reason"), _("reasons"), _("received at"), _("recipient"), _("referrer"), _("region"),
    _("remix of"), _("removed at"), _("replaced at"), _("replaced by"), _("report count"), _("reporter"), _("request"),
    _("request id"), _("requester"), _("resend of"), _("responded at"), _("rests until"), _("retry after"),
    _("revoked at"), _("revoked reason"), _("role"), _("roles"), _("rotated at"), _("round"), _("route"), _("rows"),
    _("rule"), _("salt"), _("samples"), _("sanction"), _("sandbox"), _("scheduled for"), _("scopes"), _("score"),
    _("screening"), _("sealed key"), _("sealed secret"), _("second id"), _("secret"), _("sender"), _("sends names"),
    _("sent at"), _("sequence"), _("session"), _("session id"), _("settled as"), _("settled at"), _("settled by"),
    _("settled through"), _("sha256"), _("show activity"), _("show favorites"), _("show friends"), _("show location"),
    _("show online"), _("show profile"), _("show streaks"), _("shown favorites"), _("shown views"), _("sign count"),
    _("since"), _("size"), _("slot"), _("slug"), _("sort"), _("source"), _("source id"), _("spent"), _("started at"),
    _("starts at"), _("state"), _("status"), _("status code"), _("status reason"), _("status until"), _("stays"),
    _("subject"), _("subscriber"), _("tag"), _("tags"), _("taken back at"), _("target id"), _("target kind"),
    _("target type"), _("teams"), _("text"), _("text digest"), _("thing id"), _("third id"), _("thread"),
    _("threshold"), _("thumbnail"), _("timezone"), _("title"), _("token version"), _("tokens"), _("told"), _("total"),
    _("total us"), _("totp last step"), _("totp secret"), _("totp since"), _("transports"), _("trending score"),
    _("tries"), _("type"), _("types"), _("unread"), _("until"), _("updated at"), _("url"), _("url key"), _("used at"),
    _("user"), _("user agent"), _("user attributes"), _("user id"), _("username"), _("users"), _("value"), _("values"),
    _("variant"), _("verb"), _("verdict"), _("verified at"), _("version"), _("view count"), _("viewer key"),
    _("visibility"), _("voided at"), _("website"), _("weight"), _("what"), _("window"), _("window minutes"),
    _("within 10"), _("within 100"), _("within 1000"), _("within 2"), _("within 20"), _("within 200"), _("within 2000"),
    _("within 5"), _("within 50"), _("within 500"), _("within 5000"), _("word"), _("words"), _("words version"),
    _("workbook"), _("workbooks count"), _("x frame options"),
})  # fmt: skip


def in_words(name: object) -> str:
    """The name of a field or column, in the reader's language."""
    return translation.gettext(str(name))
