"""A notification that is not finished: saved without an account, and gone on with through a secret link."""

from fastapi import Request, Response

from services.notifications.actions.forms.save_notification_draft import save_notification_draft
from services.notifications.domain.forms.drafts import token_for
from services.notifications.pages.gathering import key_of
from services.notifications.pages.posted_answers import Boxes
from services.notifications.pages.posted_notification import draft_from
from shared.web import Tx, page, url_for
from shared.web.site import site_of


def saved_page(request: Request, tx: Tx, boxes: Boxes, draft_id: str) -> Response:
    """Save it, and show the link: this page is the one place where it stands."""
    draft = save_notification_draft(tx, draft_id=draft_id, given=draft_from(boxes))
    path = url_for(request, "saved_notification", token=token_for(key_of(request), draft_id))
    link = site_of(request).settings.public_url.rstrip("/") + path
    return page(request, "draft_saved.html", link=link, path=path, expires_at=draft.expires_at)
