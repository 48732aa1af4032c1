"""The README's tour, walked with the Python client that was generated from the OpenAPI document.

Runs in a process of its own, with the generated package `generated` on its path: `python walk.py BASE`. One line for
each step that went as expected; it ends with an error at the first that did not.
"""

from __future__ import annotations

import sys
import time
from typing import TypeVar

from generated import AuthenticatedClient, Client
from generated.api.auth import get_profile, post_login, post_logout, post_refresh, post_register
from generated.api.engagement import get_comments, post_comments, post_favorite
from generated.api.people import post_follow_person
from generated.api.workbooks import (
    get_one_workbook,
    get_workbooks,
    patch_one_workbook,
    post_publish,
    post_workbooks,
)
from generated.models import (
    Account,
    CommentAnswer,
    CommentAnswerPage,
    CommentBody,
    FavoriteState,
    LoginBody,
    PatchedWorkbookChange,
    Problem,
    RefreshBody,
    RegisterBody,
    SignedIn,
    Tokens,
    WorkbookAnswer,
    WorkbookAnswerStatus,
    WorkbookBody,
    WorkbookCardPage,
)

T = TypeVar("T")

BASE = sys.argv[1]
RUN = f"{time.time_ns() // 1_000_000}"
PASSWORD = f"a lantern on the quay {RUN}"
ANA, BEN = f"ana-{RUN}", f"ben-{RUN}"
NOBODY = Client(base_url=BASE)
# A client of this kind is asked for wherever a token is of use; this one sends none.
VISITOR = AuthenticatedClient(base_url=BASE, token="", prefix="", auth_header_name="X-Nobody")


def expect(sentence: str, wanted: object, found: object) -> None:
    if wanted != found:
        raise SystemExit(f"FAILED: {sentence}: expected {wanted}, got {found}")
    print(f"ok: {sentence} ({wanted})")


def given(kind: type[T], answer: object) -> T:
    """The answer, which must be of that kind."""
    if not isinstance(answer, kind):
        raise SystemExit(f"FAILED: expected {kind.__name__}, got {answer!r}")
    return answer


def signed_in(access: str) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=BASE, token=access)


def register(username: str) -> SignedIn:
    body = RegisterBody(username=username, email=f"{username}@example.com", password=PASSWORD)
    told = post_register.sync_detailed(client=NOBODY, body=body)
    expect("registering answers", 201, told.status_code)
    return given(SignedIn, told.parsed)


def sign_in(username: str) -> SignedIn:
    told = post_login.sync_detailed(client=NOBODY, body=LoginBody(username=username, password=PASSWORD))
    expect("signing in answers", 200, told.status_code)
    return given(SignedIn, told.parsed)


def refresh(token: str) -> tuple[int, Tokens | Problem | None]:
    told = post_refresh.sync_detailed(client=NOBODY, body=RefreshBody(refresh=token))
    return told.status_code, told.parsed


def publish_as_ana() -> tuple[AuthenticatedClient, WorkbookAnswer]:
    """Ana registers, signs in and publishes a workbook."""
    register(ANA)
    ana = signed_in(sign_in(ANA).access)
    body = WorkbookBody(
        title=f"Harbour traffic {RUN}",
        tags=[f"Tour {RUN}", "Dashboard"],
        embed_url="https://public.tableau.com/views/Harbour/Main",
        description="Ships by **hour**.",
    )
    made = post_workbooks.sync_detailed(client=ana, body=body)
    expect("making a draft answers", 201, made.status_code)
    draft = given(WorkbookAnswer, made.parsed)
    expect("its state is", WorkbookAnswerStatus.DRAFT, draft.status)
    expect("to others the draft is", 404, get_one_workbook.sync_detailed(draft.id, client=VISITOR).status_code)
    told = post_publish.sync_detailed(draft.id, client=ana)
    expect("publishing answers", 200, told.status_code)
    published = given(WorkbookAnswer, told.parsed)
    expect("its state is now", WorkbookAnswerStatus.PUBLISHED, published.status)
    return ana, published


def react_as_ben(ben: AuthenticatedClient, workbook: WorkbookAnswer) -> None:
    """Ben finds it by its tag, favourites it and comments on it."""
    found = get_workbooks.sync_detailed(client=ben, tags=f"tour-{RUN}")
    expect("looking for the tag answers", 200, found.status_code)
    first = given(WorkbookCardPage, found.parsed).results[0]
    expect("the first result is", workbook.id, first.id)
    expect("its author is", ANA, first.author.username)
    expect("favouriting answers", 200, post_favorite.sync_detailed(workbook.id, client=ben).status_code)
    again = given(FavoriteState, post_favorite.sync(workbook.id, client=ben))
    expect("favouriting again still counts", 1, again.favorite_count)
    body = CommentBody(body=f"Clear at first sight, @{ANA}.")
    said = post_comments.sync_detailed(workbook.id, client=ben, body=body)
    expect("commenting answers", 201, said.status_code)
    given(CommentAnswer, said.parsed)
    expect("following Ana answers", 200, post_follow_person.sync_detailed(ANA, client=ben).status_code)


def count_as_ana(ana: AuthenticatedClient, ben: AuthenticatedClient, workbook: WorkbookAnswer) -> None:
    """Ana sees the counts."""
    shown = given(WorkbookAnswer, get_one_workbook.sync(workbook.id, client=ana))
    expect("favourites", 1, shown.favorite_count)
    expect("comments", 1, shown.comment_count)
    comments = given(CommentAnswerPage, get_comments.sync(workbook.id, client=ana))
    author = comments.results[0].author
    expect("the comment is by", BEN, author.username if author else None)
    profile = given(Account, get_profile.sync(client=ana))
    expect("followers", 1, profile.followers_count)
    expect("workbooks", 1, profile.workbooks_count)
    change = PatchedWorkbookChange(title="Mine now")
    stolen = given(Problem, patch_one_workbook.sync(workbook.id, client=ben, body=change))
    expect("Ben changing it is refused with", "not_your_workbook", stolen.code)


def lose_the_family(first: SignedIn) -> None:
    """Ben refreshes; somebody uses his old refresh token."""
    status, renewed = refresh(first.refresh)
    expect("refreshing answers", 200, status)
    second = given(Tokens, renewed)
    time.sleep(3)  # two seconds are left to clients that ask twice
    status, refused = refresh(first.refresh)
    expect("the old token again answers", 401, status)
    expect("and says", "invalid_refresh_token", given(Problem, refused).code)
    expect("with it the newest token has died", 401, refresh(second.refresh)[0])
    time.sleep(1)  # every process knows within a second
    gone = given(Problem, get_profile.sync(client=signed_in(second.access)))
    expect("and so has the access token", "invalid_access_token", gone.code)


def sign_out() -> None:
    """Ben signs in again, and out."""
    last = sign_in(BEN)
    ben = signed_in(last.access)
    out = post_logout.sync_detailed(client=ben, body=RefreshBody(refresh=last.refresh))
    expect("signing out answers", 204, out.status_code)
    time.sleep(1)
    expect("the access token is refused", 401, get_profile.sync_detailed(client=ben).status_code)
    expect("the refresh token is refused", 401, refresh(last.refresh)[0])


def main() -> None:
    ana, workbook = publish_as_ana()
    first = register(BEN)
    ben = signed_in(first.access)
    react_as_ben(ben, workbook)
    count_as_ana(ana, ben, workbook)
    lose_the_family(first)
    sign_out()
    print("The tour is over: everything was as expected.")


if __name__ == "__main__":
    main()
