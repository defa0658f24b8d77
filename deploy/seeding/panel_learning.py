"""Learning of the demonstration: the link of one owner, texts that are passed on, and to whom they went."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from deploy.demo.case import DemoCase
from deploy.personas import PERSONAS
from deploy.seeding.panels import PanelDesk
from services.panel.actions.learning.make_owner_link import make_owner_link
from services.panel.actions.learning.mark_fit_to_publish import mark_fit_to_publish
from services.panel.actions.learning.record_dissemination import record_dissemination
from services.panel.actions.learning.write_learning import write_learning
from services.panel.domain.learning.action_steps import ActionState
from services.panel.domain.london_days import london_day
from services.panel.queries.action_log import logged_actions
from services.panel.queries.learning import learning_shared
from shared.storage import Transaction

MANAGER, OFFICE = PERSONAS["cdr-manager"], PERSONAS["cdop-administrator"]
Told = tuple[int, str, str, str, int | None, str]
# Kind, title, text, themes, on how many cases it rests; then days ago, audience, channel, by, reach, outcome.
_TEXTS: tuple[tuple[str, str, str, tuple[str, ...], int, tuple[Told, ...]], ...] = (
    (
        "campaign",
        "Safe sleep with grandparents",
        "A baby sleeps safest on the back, in a clear cot, in the room of whoever looks after it. "
        "Grandparents and others who look after babies often learned otherwise.",
        ("unsafe_sleep_surface", "sleep_position_bedding"),
        2,
        (
            (120, "Grandparents and other carers", "print", "Public health, county council", 2500,
             "Leaflets in clinics, libraries and community centres"),
            (60, "Foster carers", "training", "City council, fostering service", 64,
             "Added to the course for new carers"),
        ),
    ),
    (
        "good_practice",
        "Palliative care packages at home",
        "A family whose child was expected to die had one plan, one telephone number and medicines at home "
        "before they were needed. Other areas asked for the plan.",
        ("life_limiting_disability",),
        1,
        ((90, "Neighbouring panels", "regional_network", "Child death review office", None,
          "Two areas have taken the plan over"),),
    ),
    (
        "vignette",
        "When everybody knew a part",
        "Several children were known to more than one service. Each had noted something that worried it, and "
        "none had seen what the others wrote. One meeting brought it together, too late.",
        ("information_sharing",),
        3,
        (),
    ),
)  # fmt: skip


def show_learning(desk: PanelDesk, cases: Sequence[DemoCase], now: datetime, key: str, address: str) -> None:
    """Once: an owner's link to the first action that waits for one, and the texts. ``key`` signs links.

    ``address``: the product's own, before the path of the link.
    """
    with desk.database.transaction(person=MANAGER, at=now) as tx:
        if learning_shared(tx):
            return
        references = list(dict.fromkeys(one.case_reference for one in logged_actions(tx)))
        for number, text in enumerate(_TEXTS):
            _write(desk, tx, text, references, now - timedelta(days=200 - number))
        _link(tx, key, address)


def _write(
    desk: PanelDesk,
    tx: Transaction,
    text: tuple[str, str, str, tuple[str, ...], int, tuple[Told, ...]],
    references: list[str],
    at: datetime,
) -> None:
    kind, title, words, themes, rests_on, told = text
    if len(references) < rests_on:
        return
    written = write_learning(
        desk.by(tx, MANAGER, at),
        kind=kind,
        title=title,
        text=words,
        themes=themes,
        cases=references[:rests_on],
    )
    tx.session.flush()
    mark_fit_to_publish(desk.by(tx, OFFICE, at + timedelta(days=7)), learning_id=written.id)
    for days, audience, channel, by, reach, outcome in told:
        day = london_day(tx.at) - timedelta(days=days)
        record_dissemination(
            desk.by(tx, MANAGER, tx.at - timedelta(days=days)),
            learning_id=written.id,
            audience=audience,
            channel=channel,
            by=by,
            on=day,
            reach=reach,
            outcome=outcome,
        )


def _link(tx: Transaction, key: str, address: str) -> None:
    waiting = [one for one in logged_actions(tx) if one.state in (ActionState.TOLD, ActionState.UNDER_WAY)]
    for one in waiting[:1]:
        make_owner_link(
            tx,
            case_reference=one.case_reference,
            review_version=one.review_version,
            number=one.number,
            key=key,
            address_of=lambda token: f"{address}/panel/owner/{token}",
            email="owner.of.an.action@agency.example",
        )
