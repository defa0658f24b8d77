"""Files as a browser sends them, and the pages on which people without an account send them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import Request, Response
from starlette.datastructures import UploadFile

from services.notifications.actions.documents.keep_documents import keep_documents
from services.notifications.actions.documents.vault import vault_of
from services.notifications.domain.documents.kinds import ACCEPT, TAKEN
from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.origin import Origin, SentFile
from services.notifications.domain.documents.refusals import FIELD
from services.notifications.domain.documents.stored_document import StoredDocument
from shared.errors import Fault, Invalid
from shared.web import PostedForm, Tx, page, redirect
from shared.web.site import site_of

_TOO_LATE = "This page was open for too long, so nothing has been kept. Choose the files again"


def sent_files(posted: PostedForm) -> list[SentFile]:
    """Every file that was chosen, read no further than a document may be large."""
    chosen = [each for each in posted.getlist(FIELD) if isinstance(each, UploadFile) and each.filename]
    return [SentFile(each.filename or "", each.file.read(LIMITS.most_bytes + 1)) for each in chosen]


def offered(request: Request) -> dict[str, object]:
    """What a form for documents says of them; ``documents_taken`` is False where none can be kept."""
    settings = site_of(request).settings
    return {
        "documents_taken": settings.sealing_keys is not None,
        "accept": ACCEPT,
        "kinds_taken": TAKEN,
        "limits": LIMITS,
        "most_together": settings.max_request_bytes // 1_000_000,
    }


@dataclass(frozen=True)
class SendingPage:
    """A page on which the holder of a link sends documents: its route, and where it leads back to."""

    route: str
    token: str
    origin: Origin
    sent: Callable[[], Sequence[StoredDocument]]
    back: str
    back_to: str

    def show(self, request: Request, faults: Sequence[Fault] = ()) -> Response:
        return page(
            request,
            "send_documents.html",
            status_code=422 if faults else 200,
            faults=faults,
            sent=[each for each in self.sent() if not each.discarded_at],
            route=self.route,
            token=self.token,
            back=self.back,
            back_to=self.back_to,
            **offered(request),
        )

    def take(self, request: Request, tx: Tx, posted: PostedForm) -> Response:
        """Keep what was sent and say so, or show the page again with every fault."""
        if posted.expired:
            return self.show(request, [Fault(FIELD, _TOO_LATE)])
        vault = vault_of(site_of(request).settings)
        try:
            kept = keep_documents(tx, files=sent_files(posted), origin=self.origin, vault=vault)
        except Invalid as invalid:
            return self.show(request, invalid.faults)
        said = f"{len(kept)} document{'' if len(kept) == 1 else 's'} received. The office alone can open it."
        return redirect(request, self.route, flash=said, token=self.token)
