"""What the tags refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from config.errors import Conflict, InvalidInput, NotFound


class TagNotFound(NotFound):
    """No tag has this slug, nor is it a synonym of one."""

    code = "tag_not_found"
    detail: object = _("There is no such tag.")


class InvalidTag(InvalidInput):
    """A name that makes no tag; the field error says why."""

    code = "invalid_tag"
    detail: object = _("One of the tags cannot be taken.")


class TagExists(Conflict):
    """The name leads to a tag already."""

    code = "tag_exists"
    detail: object = _("There is a tag of this name already.")


class TagsInMotion(Conflict):
    """The tags were renamed or merged again and again while this was being written."""

    code = "tags_in_motion"
    detail: object = _("The tags are being changed; try again.")


class SameTag(Conflict):
    """A tag cannot be merged into itself."""

    code = "same_tag"
    detail: object = _("A tag cannot be merged into itself.")


class TooManyTagsFollowed(Conflict):
    """The member follows as many tags as one can (`following.MOST_FOLLOWED`)."""

    code = "too_many_tags_followed"
    detail: object = _("You follow as many tags as one can; leave one first.")
