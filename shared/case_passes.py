"""A pass for one case: panel, which knows who may read it, gives it; theming shows that person its themes.

No service asks another who may do what. A pass holds what panel answered just now: for whom, which case, and
which other cases are closed to them by an interest. It works for that person alone and for a minute; a page
that is asked for again later goes back to panel, which answers anew. It stands in an address, so that what
it says is encrypted: in which cases somebody has an interest is nobody else's to read.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from shared.address_seals import NotSealedHere, opened_for, sealed_for
from shared.errors import NotFound
from shared.people import Person

DERIVED_FOR = b"passes for cases"
#: A page is read once; asked for again, it leads back to panel. Who is to rate first does so meanwhile.
LASTS, LASTS_UNTIL_RATED = timedelta(minutes=1), timedelta(seconds=15)
#: Pages of two services that lead to each other, from the root of the site. Theming: where a pass is shown,
#: and where who themes cases reads them. Panel: the bundle, where a pass is given, where the case is rated
#: and an interest declared, and a sentence of a document: its version and characters (2.345-410).
SHOWN_AT = "/themes/for-the-panel/{token}"
OFFICE_READS = "/themes/cases/{case_reference}"
BUNDLE = "/panel/cases/{case_reference}/bundle"
GIVEN_AT = BUNDLE + "/themes"
RATED_AT = "/panel/cases/{case_reference}/ratings"
INTEREST_AT = "/panel/cases/{case_reference}/interest"
PLACE_IN_BUNDLE = BUNDLE + "/materials/{material_id}/{place}"
NOTHING_HERE = "There is nothing at this address. Open the themes of a case from its bundle."


@dataclass(frozen=True)
class CasePass:
    """``shut``: references of the cases in which the person has an interest. ``rates_first``: they are asked
    to rate the case and have not, so that nothing may sway them. ``until``: aware, UTC.
    """

    case_reference: str
    person_id: str
    shut: tuple[str, ...]
    rates_first: bool
    until: datetime


_PASS = TypeAdapter(CasePass)


def pass_for(
    person: Person, case_reference: str, *, shut: tuple[str, ...], rates_first: bool, at: datetime
) -> CasePass:
    lasts = LASTS_UNTIL_RATED if rates_first else LASTS
    return CasePass(case_reference, person.id, shut, rates_first, at + lasts)


def token_of(secret: str, given: CasePass) -> str:
    """The pass as it stands in an address, by the secret that all services share."""
    said = {**asdict(given), "until": given.until.isoformat()}
    return sealed_for(secret, DERIVED_FOR, json.dumps(said).encode())


def pass_in(secret: str, token: str, person: Person) -> CasePass:
    """The pass of whoever asks. Raises NotFound for what we did not seal, and for anybody else's.

    Whether it is too old is for the caller to ask: its case may be gone back to.
    """
    try:
        said = opened_for(secret, DERIVED_FOR, token)
    except NotSealedHere:
        raise NotFound(NOTHING_HERE) from None
    found = _PASS.validate_json(said)
    if found.person_id != person.id:
        raise NotFound(NOTHING_HERE)
    return found
