"""Going on with a notification that was saved: whoever has the link may, and nobody else."""

from fastapi import Request, Response

from services.notifications.actions.forms.remove_notification_draft import remove_notification_draft
from services.notifications.actions.forms.save_notification_draft import save_notification_draft
from services.notifications.domain.forms.drafts import DraftNotFound, NotificationDraft
from services.notifications.pages.gathering import key_of
from services.notifications.pages.notify import form_page, stored_once
from services.notifications.pages.posted_notification import draft_from
from services.notifications.pages.receipts import received
from services.notifications.queries.forms import draft_behind
from shared.errors import Invalid
from shared.web import HtmlRouter, PostedToShowAgain, Tx, redirect, url_for

router = HtmlRouter()
_GONE = "What was saved behind this link has been sent or deleted, or was kept for its whole time."


@router.get("/notify/saved/{token}", name="saved_notification")
def saved(request: Request, tx: Tx, token: str) -> Response:
    draft = _opened(request, tx, token)
    return form_page(
        request, draft.boxes, send_to=_address(request, token), may_save=True, saved_at=draft.saved_at
    )


@router.post("/notify/saved/{token}", name="go_on_with_saved")
def go_on(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    """Save it again, throw it away, or send it; with faults the form again as typed, and the draft stays.
    What was typed after the draft went, sent or deleted in another window, can be sent from the public page.
    """
    try:
        draft = _opened(request, tx, token)
    except DraftNotFound:
        return form_page(request, posted, not_sent=_GONE, may_save=True)
    send_to = _address(request, token)
    if posted.expired:
        return form_page(request, posted, expired=True, send_to=send_to, may_save=True)
    if posted.text("do") == "save":
        save_notification_draft(tx, draft_id=draft.draft_id, given=draft_from(posted))
        return redirect(request, "saved_notification", flash="Saved. The link is the same.", token=token)
    if posted.text("do") == "remove":
        remove_notification_draft(tx, draft_id=draft.draft_id)
        return redirect(request, "notify", flash="What was saved has been deleted.")
    try:
        reference = stored_once(request, tx, posted)
    except Invalid as invalid:
        return form_page(request, posted, faults=invalid.faults, send_to=send_to, may_save=True)
    remove_notification_draft(tx, draft_id=draft.draft_id)
    return received(request, tx, reference)


def _opened(request: Request, tx: Tx, token: str) -> NotificationDraft:
    draft = draft_behind(tx, key=key_of(request), token=token)
    tx.audit("view_notification_draft", subject=draft.draft_id, reading=True)
    return draft


def _address(request: Request, token: str) -> str:
    return url_for(request, "go_on_with_saved", token=token)
