"""Two people write in one section at the same time, in every order, and no text of either is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from random import Random
from threading import Barrier
from typing import Any

import pytest

from services.panel.actions.analysis.choose_text import choose_text
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.analysis.save_section import save_section
from services.panel.actions.analysis.write_sections import write_sections
from services.panel.domain.analysis.analysis import AnalysisForm, ContributoryFactor
from services.panel.domain.analysis.section_merge import merge_proposal
from services.panel.domain.analysis.sections import content_of
from services.panel.domain.refusals import AnalysisChangedMeanwhile, SectionChangedMeanwhile
from services.panel.queries.analyses import FORM, analyses_of, analysis_at, newest_analysis
from services.panel.queries.kept_texts import open_texts
from shared.storage import Transaction
from tests.integration.panel.conftest import CASE, Panel, a_notification

PEOPLE = ("cdr-manager", "cdop-administrator")
SECTIONS = ("summary", "factors", "learning")
START = AnalysisForm(
    summary="First.\nSecond.\nThird.",
    factors=(ContributoryFactor("A", "Prematurity"), ContributoryFactor("D", "Late referral")),
    learning=("One", "Two"),
)


@dataclass
class Desk:
    """One person in front of the form: what they see of each section, and over which version they type."""

    person: str
    form: AnalysisForm = field(default_factory=AnalysisForm)
    version: int = 0


def stored(panel: Panel, case: str = CASE) -> tuple[AnalysisForm, int]:
    saved = panel.reading(PEOPLE[0], lambda tx: newest_analysis(tx, case, 1))
    return (saved.form, saved.version) if saved else (AnalysisForm(), 0)


def typed_into(form: AnalysisForm, section: str, words: str, draw: Random) -> dict[str, Any]:
    """The section with ``words`` typed somewhere: a line of its own, or at the end of one that is there."""
    if section == "summary":
        return {"summary": "\n".join(with_words(form.summary.splitlines(), words, draw))}
    if section == "learning":
        return content_of(
            replace(form, learning=tuple(with_words(list(form.learning), words, draw))), section
        )
    rows = list(form.factors)
    if rows and draw.random() < 0.5:
        place = draw.randrange(len(rows))
        name = draw.choice(["factor", "evidence"])
        rows[place] = replace(rows[place], **{name: f"{getattr(rows[place], name)} {words}"})
    else:
        rows.insert(draw.randint(0, len(rows)), ContributoryFactor("B", words))
    return {"factors": tuple(rows)}


def with_words(lines: list[str], words: str, draw: Random) -> list[str]:
    if lines and draw.random() < 0.5:
        place = draw.randrange(len(lines))
        return [*lines[:place], f"{lines[place]} {words}", *lines[place + 1 :]]
    place = draw.randint(0, len(lines))
    return [*lines[:place], words, *lines[place:]]


def write(tx: Transaction, case: str, section: str, content: dict[str, Any], version: int) -> None:
    write_sections(tx, case_reference=case, contents={section: (content, version)})


def look(tx: Transaction, case: str) -> tuple[AnalysisForm, int, str]:
    """The form as it stands, its version, and it as text with every text that waits for a person."""
    saved = newest_analysis(tx, case, 1)
    assert saved
    waiting = [one.form for one in open_texts(tx, case, 1)]
    shown = "\n".join(FORM.dump_json(one).decode() for one in (saved.form, *waiting))
    return saved.form, saved.version, shown


def settle_all(tx: Transaction, case: str) -> None:
    """Somebody opens every text that waits and saves what is proposed to them."""
    for waiting in open_texts(tx, case, 1):
        saved = newest_analysis(tx, case, 1)
        assert saved
        base = analysis_at(tx, case, 1, waiting.base_version)
        texts = (content_of(one, waiting.section) for one in (base, saved.form, waiting.form))
        choose_text(
            tx,
            case_reference=case,
            text_id=waiting.id,
            content=merge_proposal(waiting.section, *texts).content,
            version=saved.version,
        )


def one_interleaving(panel: Panel, case: str, number: int) -> None:
    draw = Random(number)
    section = draw.choice(SECTIONS)
    panel.act(PEOPLE[0], save_analysis, case_reference=case, form=START, version=stored(panel, case)[1])
    desks = [Desk(person) for person in PEOPLE]
    form, version = stored(panel, case)
    for desk in desks:
        desk.form, desk.version = form, version
    words = []
    for turn in range(draw.randint(3, 6)):
        desk = draw.choice(desks)
        if draw.random() < 0.3:
            desk.form, desk.version = stored(panel, case)
            continue
        words.append(f"typed-{number}-{turn}")
        content = typed_into(desk.form, section, words[-1], draw)
        given = {"case": case, "section": section, "content": content, "version": desk.version}
        panel.act(desk.person, write, **given)
        # The page is shown to them again; what the other looks at is as old as ever.
        desk.form, desk.version, shown = panel.reading(desk.person, lambda tx: look(tx, case))
        assert [one for one in words if one not in shown] == [], f"interleaving {number}, turn {turn}"
    panel.act(PEOPLE[1], settle_all, case=case)
    form, _, left = panel.reading(PEOPLE[0], lambda tx: look(tx, case))
    assert left == FORM.dump_json(form).decode()  # Nothing waits any more.
    assert [one for one in words if one not in left] == [], f"interleaving {number}"


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.rehearsal) for part in (1, 2, 3))]
)
def test_no_text_is_lost_in_200_random_interleavings_of_two_people(panel: Panel, part: int) -> None:
    for half in range(2):
        case = f"LLR-2026-{part}1{half}1"
        panel.tell(a_notification(case))
        for number in range(part * 50 + half * 25, part * 50 + half * 25 + 25):
            one_interleaving(panel, case, number)


def test_two_transactions_at_the_very_same_time_lose_no_text(panel: Panel) -> None:
    panel.notified()
    panel.act(PEOPLE[0], save_analysis, case_reference=CASE, form=START, version=0)
    for turn in range(12):
        form, version = stored(panel)
        together, section = Barrier(2), SECTIONS[turn % 3]

        def write_at_once(
            person: str, form: AnalysisForm, version: int, together: Barrier, section: str, turn: int
        ) -> None:
            content = typed_into(form, section, f"typed-{turn}-{person}", Random(f"{turn}{person}"))
            together.wait(timeout=60)
            panel.act(person, write, case=CASE, section=section, content=content, version=version)

        with ThreadPoolExecutor(2) as both:
            sent = [both.submit(write_at_once, who, form, version, together, section, turn) for who in PEOPLE]
            for one in sent:
                one.result(timeout=120)
        _, _, shown = panel.reading(PEOPLE[0], lambda tx: look(tx, CASE))
        assert all(f"typed-{turn}-{who}" in shown for who in PEOPLE)
        panel.act(PEOPLE[0], settle_all, case=CASE)
    left = FORM.dump_json(stored(panel)[0]).decode()
    assert all(f"typed-{turn}-{who}" in left for turn in range(12) for who in PEOPLE)


def test_a_section_changed_meanwhile_is_refused_with_both_texts_and_their_start(
    panel: Panel,
) -> None:
    panel.notified()
    given = {"case_reference": CASE, "section": "summary"}
    panel.act(PEOPLE[0], save_section, **given, content={"summary": "Began"}, version=0)
    panel.act(PEOPLE[0], save_section, **given, content={"summary": "Theirs"}, version=1)
    with pytest.raises(SectionChangedMeanwhile) as refusal:
        panel.act(PEOPLE[1], save_section, **given, content={"summary": "Mine"}, version=1)
    clash = refusal.value
    texts = [one["summary"] for one in (clash.base, clash.theirs, clash.mine)]
    assert (texts, clash.saved_version) == (["Began", "Theirs", "Mine"], 2)
    same = panel.act(PEOPLE[1], save_section, **given, content={"summary": "Theirs"}, version=1)
    assert same == 2


def test_the_whole_form_keeps_sections_that_another_changed(panel: Panel) -> None:
    panel.notified()
    whole = {"case_reference": CASE}
    panel.act(PEOPLE[0], save_analysis, **whole, form=START, version=0)
    panel.act(PEOPLE[0], save_analysis, **whole, form=replace(START, dissent="One disagrees"), version=1)
    panel.act(PEOPLE[1], save_analysis, **whole, form=replace(START, summary="Mine"), version=1)
    form, version = stored(panel)
    assert (form.dissent, form.summary, version) == ("One disagrees", "Mine", 3)
    with pytest.raises(AnalysisChangedMeanwhile):
        panel.act(PEOPLE[0], save_analysis, **whole, form=replace(START, summary="Theirs"), version=1)
    saves = panel.reading(PEOPLE[0], lambda tx: analyses_of(tx, CASE))
    assert [one.sections for one in saves][:2] == [("summary",), ("dissent",)]
