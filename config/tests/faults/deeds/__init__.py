"""The deeds that are tried with a fault in every place: each prepares fresh members and things, and asks the API."""

from __future__ import annotations

from config.tests.faults.deeds import moderating, personal, signing_in, writing
from config.tests.faults.deeds.deed import Deed

ALL: list[type[Deed]] = [
    personal.DeleteAccount,
    personal.ExportWish,
    signing_in.Registration,
    signing_in.SignIn,
    signing_in.SecondStep,
    signing_in.Refresh,
    signing_in.LateSecondRefresh,
    signing_in.PasswordReset,
    writing.Publish,
    writing.Favourite,
    writing.CommentWithKey,
    writing.Comment,
    writing.HeldComment,
    writing.Follow,
    writing.AskForFriendship,
    writing.Block,
    personal.ShareLocation,
    personal.WithdrawLocation,
    moderating.FileReport,
    moderating.Decide,
]

__all__ = ["ALL", "Deed"]
