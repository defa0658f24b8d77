"""Quorum rule sets: which there are, what each asks for, and making the next version of one."""

from datetime import date
from typing import Any

from fastapi import Request, Response

from services.panel.actions.quorum.make_quorum_rules import make_quorum_rules
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.membership import ALL_SECTORS, SEAT_ROLES
from services.panel.domain.quorum.quorum_rules import ALTERNATIVES, QuorumRules, rules_faults
from services.panel.pages.posted_dates import read_date, read_number
from services.panel.queries.quorum_rules import known_rules, rules_in_use, rules_on_offer
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
NUMBERS = {
    "minimum_people": "Enter how many members, or 0",
    "minimum_organisations": "Enter how many organisations, or 0",
    "minimum_sectors": "Enter how many sectors, or 0",
}
NOTHING_YET = {**dict.fromkeys(NUMBERS, "0"), "counts": ["remote", "deputy"]}
LISTS = ("roles", "sectors", "alternatives")


@router.get("/quorum-rules", name="quorum_rules")
def rule_sets(request: Request, tx: Tx) -> Response:
    known, used = known_rules(tx), rules_in_use(tx)
    on_offer = rules_on_offer(tx, london_day(tx.at))
    others = [one for one in known.values() if one.id not in {each.id for each in on_offer}]
    return page(request, "quorum_rules.html", on_offer=on_offer, others=others, used=used)


@router.get("/quorum-rules/make", name="make_quorum_rules")
def make_form(request: Request, tx: Tx, of: str = "") -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    before = _before(tx, of)
    return _make_page(request, before, _values(before) if before else NOTHING_YET)


@router.post("/quorum-rules/make", name="make_quorum_rules_post")
def make(request: Request, tx: Tx, posted: Posted) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    before = _before(tx, posted.text("of"))
    rules, unread = _rules_from(posted, before, london_day(tx.at))
    try:
        if unread:
            named = {fault.field for fault in unread}
            others = rules_faults(rules, on=london_day(tx.at))
            raise Invalid([*unread, *(one for one in others if one.field not in named)])
        make_quorum_rules(tx, rules=rules)
    except Invalid as refused:
        return _make_page(request, before, posted, list(refused.faults))
    said = "The rules are kept. Choose them when you plan a meeting or change a panel."
    return redirect(request, "quorum_rules", said)


def _before(tx: Tx, rules_id: str) -> QuorumRules | None:
    if not rules_id:
        return None
    known = known_rules(tx)
    if rules_id not in known:
        raise NotFound("There are no such quorum rules.")
    return known[rules_id]


def _rules_from(posted: PostedForm, before: QuorumRules | None, on: date) -> tuple[QuorumRules, list[Fault]]:
    """The rules as typed, with what cannot be read as a date or a number."""
    starts_on, faults = read_date(posted, "starts_on", "Enter the day from which the rules are in force")
    numbers: dict[str, Any] = {}
    for name, message in NUMBERS.items():
        numbers[name], wrong = read_number(posted, name, message)
        faults = [*faults, *wrong]
    lists: dict[str, Any] = {name: tuple(str(one) for one in posted.getlist(name)) for name in LISTS}
    rules = QuorumRules(
        id="",
        family=before.family if before else "",
        name=posted.text("name"),
        version=0,
        starts_on=starts_on or on,
        source=posted.text("source"),
        **numbers,
        **lists,
        remote_counts="remote" in posted.getlist("counts"),
        deputies_count="deputy" in posted.getlist("counts"),
    )
    return rules, list(faults)


def _values(rules: QuorumRules) -> dict[str, Any]:
    ways = (("remote", rules.remote_counts), ("deputy", rules.deputies_count))
    counts = [word for word, yes in ways if yes]
    return {
        "name": rules.name,
        "source": rules.source,
        "counts": counts,
        **{name: str(getattr(rules, name)) for name in NUMBERS},
        **{name: list(getattr(rules, name)) for name in LISTS},
    }


def _make_page(
    request: Request, before: QuorumRules | None, values: Any, faults: list[Fault] | None = None
) -> Response:
    return page(
        request,
        "make_quorum_rules.html",
        422 if faults else 200,
        before=before,
        values=values,
        faults=faults,
        roles=list(SEAT_ROLES.items()),
        sectors=list(ALL_SECTORS.items()),
        alternatives=[
            (key, f"{each.words[:1].upper()}{each.words[1:]}") for key, each in ALTERNATIVES.items()
        ],
    )
