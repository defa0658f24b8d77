"""What panels recommended is kept with where it stands; words that identify are not."""

from datetime import date

from sqlalchemy import select

from services.theming.tables import recommendation
from shared.contracts import RecommendationFollowed
from tests.integration.theming.conftest import Theming

AGREED = RecommendationFollowed(
    case_reference="LLR-2026-0107",
    review_version=1,
    number=0,
    text="Offer safer sleep advice at six weeks.",
    owner="Community health trust",
    level="local",
    kind="",
    themes=("unsafe_sleep_surface",),
    agreed_on=date(2026, 9, 10),
    due_on=date(2026, 12, 1),
    state="agreed",
    effect="",
    as_at=date(2026, 9, 10),
)


def kept(theming: Theming) -> list[tuple[str, str, bool]]:
    rows = theming.look(lambda tx: tx.session.execute(select(recommendation)).all())
    return [(row.text, row.state, bool(row.set_aside_because)) for row in rows]


def test_the_last_step_that_was_told_holds(theming: Theming) -> None:
    theming.tell(AGREED, AGREED.model_copy(update={"state": "done"}))
    assert kept(theming) == [(AGREED.text, "done", False)]


def test_words_that_identify_are_set_aside(theming: Theming) -> None:
    theming.tell(AGREED.model_copy(update={"text": "Ring 01632 960111."}))
    assert kept(theming) == [("", "agreed", True)]
