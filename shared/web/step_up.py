"""What cannot be taken back asks people to prove once more who they are, if they did not do so just now.

A route asks by its dependencies: ``dependencies=PROVEN_FORM`` where a form is sent, ``PROVEN`` elsewhere.
"""

from datetime import timedelta

from fastapi import Depends, Request

from shared.accounts.proof import Proof
from shared.errors import NotSignedIn, Refusal
from shared.web.formats import in_minutes
from shared.web.forms import PostedForm, PostedToShowAgain
from shared.web.identity import bearer, is_api, proof_of_token
from shared.web.session import current_session
from shared.web.site import site_of


class ProofTooOld(Refusal):
    """Somebody proved who they are too long ago, or not in the way asked for. ``form`` is kept for them.

    A program is told as RFC 9470 says: it gets a newer token and asks again.
    """

    status = 401
    title = "Confirm that it is you"
    asks_for_proof = True

    def __init__(self, minutes: int, ways: str, form: PostedForm | None = None) -> None:
        within = f"within the last {in_minutes(minutes)}"
        super().__init__(f"What you are about to do asks for a sign-in {within}. Nothing has been done yet.")
        self.form = form
        words = [
            'error="insufficient_user_authentication"',
            f'error_description="The person must have signed in {within}"',
            f'max_age="{minutes * 60}"',
            *([f'acr_values="{ways}"'] if ways else []),
        ]
        self.headers = {"WWW-Authenticate": f"Bearer {', '.join(words)}"}


def proven(request: Request) -> None:
    """Raises ProofTooOld, or NotSignedIn for nobody."""
    _must_be_good(request)


def proven_form(request: Request, form: PostedToShowAgain) -> None:
    """The same where a form was sent, which is kept on the page that asks."""
    _must_be_good(request, form)


PROVEN = (Depends(proven),)
PROVEN_FORM = (Depends(proven_form),)


def _must_be_good(request: Request, form: PostedForm | None = None) -> None:
    site = site_of(request)
    minutes, ways = site.settings.step_up_minutes, site.settings.oidc_step_up_acr
    proof, by_provider = _proof(request)
    asked = frozenset(ways.split()) if by_provider else frozenset[str]()
    if not proof.good_at(site.now(), timedelta(minutes=minutes), asked):
        raise ProofTooOld(minutes, ways if by_provider else "", form)


def _proof(request: Request) -> tuple[Proof, bool]:
    """How somebody proved who they are, and whether that was to the organisation's provider."""
    if is_api(request) and (token := bearer(request)) is not None:
        return proof_of_token(request, token)
    session = current_session(request)
    if session is None:
        raise NotSignedIn("Sign in with an account that may do this.")
    return Proof(session.proven_at, session.proven_how), bool(session.issuer)
