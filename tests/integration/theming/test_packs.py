"""The quarterly learning pack: written by several, released by a second person, made again alike."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader
from sqlalchemy import insert

from services.theming.actions.packs.build_pack import build_pack
from services.theming.actions.packs.check_pack_files import check_pack_files
from services.theming.actions.packs.gather_material import gather_material
from services.theming.actions.packs.put_pack_forward import NEW_RULES, STALE, put_pack_forward
from services.theming.actions.packs.release_pack import MaterialHasChanged, release_pack
from services.theming.actions.packs.send_pack_back import send_pack_back
from services.theming.actions.packs.take_pack_file import take_pack_file
from services.theming.actions.packs.withdraw_pack import withdraw_pack
from services.theming.actions.packs.write_section import write_section
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.packs.pack import (
    PackChangedMeanwhile,
    PackIsOpen,
    QuarterNotOver,
)
from services.theming.domain.two_people import OwnWork, Standing
from services.theming.packs.files import ANNEXE, FILES, PAGE
from services.theming.printing.typeset import pages_of
from services.theming.queries.packs import (
    CONTENTS,
    all_texts,
    gathered,
    pack,
    pack_for_change,
    packs_to_read,
    rounds_of,
)
from services.theming.tables import pack_gathering, pack_round
from shared.contracts import RecommendationFollowed
from shared.errors import Invalid, NotFound, NotPermitted, TransitionRefused
from shared.storage import Transaction

from .conftest import Filled, Theming, material, notified, reviewed

QUARTER, PACK, PANEL = "2026-27-Q2", "2026-27-Q2-1", "The panel of an invented county"
REVIEWED = tuple(f"LLR-2026-010{number}" for number in range(1, 5))
WAITING = "LLR-2026-0200"
WRITTEN = "Some families had a plan for their child's asthma that nobody had looked at for years."
LEARNING = "A plan that is not looked at each year is no plan."
ASKED = "Look at every asthma plan once a year."

RESTRICTED: dict[str, Any] = {
    "case": WAITING,
    "reason": "Known to the office",
    "people": {"second-manager": "A second manager"},
}


def followed(case: str, state: str = "under_way", **given: Any) -> RecommendationFollowed:
    facts: dict[str, Any] = {
        "review_version": 1,
        "number": 0,
        "text": ASKED,
        "owner": "General practices",
        "level": "local",
        "kind": "practice",
        "themes": ("asthma",),
        "agreed_on": date(2026, 8, 12),
        "due_on": date(2026, 10, 31),
        "state": state,
        "effect": "",
        "as_at": date(2026, 9, 1),
    }
    return RecommendationFollowed(case_reference=case, **{**facts, **given})


def live(theming: Theming) -> None:
    """Four reviews of the quarter with asthma confirmed, and one like them that nobody has reviewed."""
    for case in REVIEWED:
        theming.tell(notified(case), material(case), reviewed(case, learning=(LEARNING,)))
    theming.tell(notified(WAITING, on=date(2026, 9, 3)), material(WAITING))
    theming.tell(followed(REVIEWED[0]))
    confirm(theming, *REVIEWED, WAITING)


def confirm(theming: Theming, *cases: str) -> None:
    """By hand: reading the texts takes longer than everything else."""
    for case in cases:
        theming.act("cdr-manager", add_theme, case=case, theme="asthma", reason="Read")


def write_all(theming: Theming, person: str = "cdr-manager", pack_id: str = PACK) -> None:
    for section in ("page-seen", "page-learned", "page-do"):
        write(theming, section, "Plans for asthma need to be looked at each year.", person, pack_id)
    write(theming, "theme-asthma", WRITTEN, person, pack_id)


def write(
    theming: Theming, section: str, text: str, person: str = "cdr-manager", pack_id: str = PACK, **given: Any
) -> int:
    about = {"pack_id": pack_id, "section": section, "text": text, "version": 0}
    return int(theming.act(person, write_section, **{**about, **given}))


def forward(theming: Theming, person: str = "cdr-manager", **given: Any) -> None:
    theming.act(person, put_pack_forward, **{"pack_id": PACK, "panel_name": PANEL, **given})


def release(theming: Theming, person: str = "cdop-administrator", round: int = 1) -> None:
    theming.act(person, release_pack, pack_id=PACK, round=round)


@pytest.fixture
def begun(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, begin)


def begin(theming: Theming) -> None:
    live(theming)
    theming.act("cdr-manager", build_pack, quarter=QUARTER)


@pytest.fixture
def waiting(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, wait_for_release)


def wait_for_release(theming: Theming) -> None:
    begin(theming)
    write_all(theming)
    forward(theming)


@pytest.fixture
def released(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, be_released)


def be_released(theming: Theming) -> None:
    wait_for_release(theming)
    release(theming)


def contents_of(theming: Theming) -> Any:
    return theming.look(lambda tx: gathered(tx, PACK, pack(tx, PACK).gathered))


def taken(theming: Theming, name: str, person: str = "cdr-manager") -> bytes:
    _, content = theming.act(person, take_pack_file, pack_id=PACK, name=name)
    return bytes(content)


def words_of(name: str, content: bytes) -> str:
    if name.endswith(".pdf"):
        found = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif name.endswith(".docx"):
        document = Document(BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        found = "\n".join([*(each.text for each in document.paragraphs), *cells])
    else:
        found = content.decode()
    return " ".join(found.replace("\u200b", "").split())


def test_a_pack_has_the_cases_what_is_like_them_and_every_earlier_recommendation(begun: Theming) -> None:
    begun.read_texts()
    begun.tell(notified("LLR-2026-0201", on=date(2026, 4, 3)), material("LLR-2026-0201"))
    begun.read_texts()
    begun.act("cdr-manager", gather_material, pack_id=PACK)
    (theme,) = contents_of(begun).themes
    assert theme.id == "asthma"
    assert [case.case_reference for case in theme.cases] == list(REVIEWED)
    assert theme.cases[0].quote.startswith("She died of acute severe asthma")
    assert [(each.case_reference, each.confirmed, each.new) for each in theme.open] == [
        (WAITING, True, True),
        ("LLR-2026-0201", False, False),
    ]
    (asked,) = theme.recommendations
    assert (asked.text, asked.state, asked.held_back) == (ASKED, "under_way", ())
    (learned,) = theme.learning
    assert (learned.text, learned.case_references) == (LEARNING, REVIEWED)


def test_a_theme_that_people_mostly_reject_is_gathered_as_advisory(begun: Theming) -> None:
    assert not contents_of(begun).theme("asthma").advisory
    others = [f"LLR-2026-03{number:02}" for number in range(12)]
    for case in others:
        begun.tell(notified(case), material(case))
    begun.read_texts()
    for case in others:
        begun.act("cdr-manager", reject_theme, case=case, theme="asthma")
    begun.act("cdr-manager", gather_material, pack_id=PACK)
    assert contents_of(begun).theme("asthma").advisory


def test_only_the_newest_version_of_a_review_tells_what_was_recommended(begun: Theming) -> None:
    case = REVIEWED[0]
    begun.tell(reviewed(case, review_version=2, learning=("Another point.",)))
    begun.tell(followed(case, "done", review_version=2, text="Teach how an inhaler is used."))
    begun.act("cdr-manager", gather_material, pack_id=PACK)
    (theme,) = contents_of(begun).themes
    assert [(each.text, each.state) for each in theme.recommendations] == [
        ("Teach how an inhaler is used.", "done")
    ]
    assert {each.text for each in theme.learning} == {LEARNING, "Another point."}


def test_a_theme_with_too_few_cases_has_no_part(theming: Theming) -> None:
    for case in REVIEWED[:2]:
        theming.tell(notified(case), material(case), reviewed(case))
    confirm(theming, *REVIEWED[:2])
    theming.act("cdr-manager", build_pack, quarter=QUARTER)
    assert contents_of(theming).themes == ()


def test_small_numbers_are_suppressed_and_never_nought(begun: Theming) -> None:
    contents = contents_of(begun)
    assert (contents.reviewed.status, contents.reviewed.text) == ("suppressed", "*")
    assert contents.themes[0].figure.status == "suppressed"
    assert contents.themes[0].open_figure.status == "suppressed"
    write_all(begun)
    forward(begun)
    said = words_of("learning-pack.pdf", taken(begun, "learning-pack.pdf"))
    assert "completed in the quarter: a number that is not shown." in said
    assert "can be small or large, or none where" in said
    # What is hidden may be hidden for another's sake, and be large.
    assert "small number, not shown" not in said


def test_a_restricted_case_is_in_no_pack_and_holds_up_one_it_was_gathered_for(begun: Theming) -> None:
    write_all(begun)
    begun.act("cdr-manager", restrict_case, **RESTRICTED)
    with pytest.raises(Invalid) as refused:
        forward(begun)
    assert [fault.message for fault in refused.value.faults] == [STALE]
    begun.act("cdr-manager", gather_material, pack_id=PACK)
    (theme,) = contents_of(begun).themes
    assert theme.open == ()
    assert theme.open_figure.status == "zero"


def test_a_case_restricted_while_the_pack_waits_holds_up_its_release(waiting: Theming) -> None:
    waiting.act("cdr-manager", restrict_case, **RESTRICTED)
    with pytest.raises(MaterialHasChanged):
        release(waiting)
    assert waiting.look(packs_to_read) == []
    waiting.act("cdop-administrator", send_pack_back, pack_id=PACK, reason="Gather it again")
    waiting.act("cdr-manager", gather_material, pack_id=PACK)
    forward(waiting)
    release(waiting, round=2)


def gather_with_older_rules(tx: Transaction) -> None:
    """As a version with other rules of wording would have left it; nothing that is kept is changed."""
    found = pack_for_change(tx, PACK)
    kept = {**CONTENTS.dump_python(gathered(tx, PACK, found.gathered), mode="json"), "wording": "0"}
    found.gathered += 1
    by = {"gathered_by": tx.person.id, "gathered_by_name": tx.person.name, "gathered_at": tx.at}
    tx.session.execute(
        insert(pack_gathering).values(pack_id=PACK, number=found.gathered, contents=kept, **by)
    )


def put_forward_with_older_rules(tx: Transaction) -> None:
    gather_with_older_rules(tx)
    found, row = pack_for_change(tx, PACK), dict(rounds_of(tx, PACK)[0]._mapping)
    found.round += 1
    row |= {"round": found.round, "gathering": found.gathered}
    tx.session.execute(insert(pack_round).values(**row))


def test_what_was_gathered_with_older_rules_of_wording_is_gathered_again_first(begun: Theming) -> None:
    write_all(begun)
    begun.look(gather_with_older_rules)
    with pytest.raises(Invalid) as refused:
        forward(begun)
    assert [fault.message for fault in refused.value.faults] == [NEW_RULES]
    begun.act("cdr-manager", gather_material, pack_id=PACK)
    forward(begun)
    release(begun)


def test_what_was_looked_through_by_older_rules_of_wording_is_not_released(waiting: Theming) -> None:
    waiting.look(put_forward_with_older_rules)
    with pytest.raises(MaterialHasChanged):
        release(waiting, round=2)
    assert waiting.look(packs_to_read) == []


def test_words_of_a_recommendation_that_point_to_a_child_are_held_back(begun: Theming) -> None:
    begun.tell(followed(REVIEWED[1], text="Ask Elmtree Primary School why the boy aged 9 had no inhaler."))
    begun.act("cdr-manager", gather_material, pack_id=PACK)
    write_all(begun)
    forward(begun)
    for name, file in FILES.items():
        assert ("Elmtree" in words_of(name, taken(begun, name))) == file.restricted, name


@pytest.mark.parametrize("quarter", ["2026-27-Q3", "2027-28-Q1"])
def test_a_quarter_that_is_not_over_has_no_pack(theming: Theming, quarter: str) -> None:
    with pytest.raises(QuarterNotOver):
        theming.act("cdr-manager", build_pack, quarter=quarter)


@pytest.mark.parametrize("quarter", ["", "2026-27", "2026-27-H1", "tomorrow", "1999-00-Q1", "2019-20-Q4"])
def test_what_is_no_quarter_is_refused(theming: Theming, quarter: str) -> None:
    with pytest.raises(Invalid):
        theming.act("cdr-manager", build_pack, quarter=quarter)


def test_one_edition_of_a_quarter_is_on_its_way_at_a_time(begun: Theming) -> None:
    with pytest.raises(PackIsOpen):
        begun.act("cdop-administrator", build_pack, quarter=QUARTER)
    begun.act("cdr-manager", withdraw_pack, pack_id=PACK, reason="Begun too early")
    assert begun.act("cdop-administrator", build_pack, quarter=QUARTER).id == "2026-27-Q2-2"


def test_a_new_edition_begins_with_the_texts_and_replaces_the_other_when_it_is_released(
    released: Theming,
) -> None:
    again = released.act("cdop-administrator", build_pack, quarter=QUARTER).id
    texts = released.look(lambda tx: all_texts(tx, again))
    assert {(each.section, each.text, each.written_by) for each in texts} == {
        (each.section, each.text, each.written_by) for each in released.look(lambda tx: all_texts(tx, PACK))
    }
    forward(released, pack_id=again)
    assert released.look(lambda tx: pack(tx, PACK)).status is Standing.RELEASED
    with pytest.raises(OwnWork):
        released.act("cdr-manager", release_pack, pack_id=again, round=1)
    released.act("cdop-administrator", release_pack, pack_id=again, round=1)
    before = released.look(lambda tx: pack(tx, PACK))
    assert (before.status, before.withdrawn_because) == (Standing.WITHDRAWN, "Replaced by edition 2.")
    assert [each.id for each in released.look(packs_to_read, "public-health-analyst")] == [again]


def test_a_text_that_points_to_one_child_is_refused_with_each_fault_and_its_sentence(begun: Theming) -> None:
    with pytest.raises(Invalid) as refused:
        write(begun, "theme-asthma", "Plans were old. One child was aged 9. It was on a Tuesday in Oakham.")
    said = [fault.message for fault in refused.value.faults]
    assert {fault.field for fault in refused.value.faults} == {"text"}
    assert [each.split("” ")[0] for each in said] == [
        "“One child was aged 9.",
        "“One child was aged 9.",
        "“It was on a Tuesday in Oakham.",
        "“It was on a Tuesday in Oakham.",
    ]
    assert begun.look(lambda tx: all_texts(tx, PACK)) == []


def test_two_people_who_write_at_once_lose_nothing(begun: Theming) -> None:
    assert write(begun, "introduction", "The first text.") == 1
    with pytest.raises(PackChangedMeanwhile) as refused:
        write(begun, "introduction", "The second text.", "cdop-administrator")
    assert (refused.value.theirs, refused.value.mine, refused.value.version) == (
        "The first text.",
        "The second text.",
        1,
    )
    assert write(begun, "introduction", "Both texts.", "cdop-administrator", version=1) == 2
    assert [(each.version, each.text) for each in begun.look(lambda tx: all_texts(tx, PACK))] == [
        (1, "The first text."),
        (2, "Both texts."),
    ]


def test_a_pack_goes_forward_only_when_every_part_is_written_or_left_out(begun: Theming) -> None:
    with pytest.raises(Invalid) as refused:
        forward(begun, embargo_on=date(2026, 1, 1))
    assert {fault.field for fault in refused.value.faults} == {
        "page-seen",
        "page-learned",
        "page-do",
        "theme-asthma",
        "embargo",
    }
    assert begun.look(lambda tx: pack(tx, PACK)).status is Standing.DRAFT
    write_all(begun)
    write(begun, "theme-asthma", WRITTEN, version=1, left_out=True, why_left_out="The inquest is open")
    forward(begun)
    assert "Asthma" not in words_of("learning-pack.html", taken(begun, "learning-pack.html"))
    assert "Left out of the pack." in words_of(ANNEXE, taken(begun, ANNEXE))


def test_learning_on_a_page_takes_one_page(begun: Theming) -> None:
    write_all(begun)
    lines = "\n".join("Plans" for _ in range(70))
    write(begun, "page-seen", lines, version=1)
    with pytest.raises(Invalid, match="more than one page"):
        forward(begun)
    write(begun, "page-seen", "Plans for asthma.", version=2)
    forward(begun)
    assert pages_of(taken(begun, PAGE)) == 1


def test_nobody_releases_what_they_wrote_or_put_forward(waiting: Theming) -> None:
    with pytest.raises(OwnWork):
        release(waiting, "cdr-manager")
    with pytest.raises(NotPermitted):
        release(waiting, "public-health-analyst")
    release(waiting)
    found = waiting.look(lambda tx: pack(tx, PACK))
    assert (found.status, found.released_by) == (Standing.RELEASED, "cdop-administrator")


def test_a_pack_that_never_went_forward_is_not_released(begun: Theming) -> None:
    with pytest.raises(TransitionRefused):
        release(begun, round=0)


def test_who_wrote_a_version_that_no_longer_stands_does_not_release_either(begun: Theming) -> None:
    write_all(begun)
    write(begun, "introduction", "From the administrator.", "cdop-administrator")
    write(begun, "introduction", "", version=1)
    forward(begun)
    with pytest.raises(OwnWork):
        release(begun)


def test_what_is_released_is_what_was_read(waiting: Theming) -> None:
    waiting.act("cdop-administrator", send_pack_back, pack_id=PACK, reason="Say what helped")
    write(waiting, "introduction", "What helped: plans that were looked at.")
    forward(waiting)
    with pytest.raises(PackChangedMeanwhile):
        release(waiting, round=1)
    release(waiting, round=2)


def test_a_pack_that_went_forward_is_not_written_in(waiting: Theming) -> None:
    with pytest.raises(TransitionRefused):
        write(waiting, "introduction", "More.")
    with pytest.raises(TransitionRefused):
        waiting.act("cdr-manager", gather_material, pack_id=PACK)


def test_the_same_versions_give_the_same_bytes_whatever_has_changed_since(released: Theming) -> None:
    released.tell(followed(REVIEWED[0], "judged", effect="worked"), reviewed(REVIEWED[1], review_version=2))
    released.tell(notified("LLR-2026-0300"))
    confirm(released, "LLR-2026-0300")
    checked = released.act("cdr-manager", check_pack_files, pack_id=PACK)
    assert {each.name for each in checked} == set(FILES)
    assert all(each.same for each in checked)


def test_a_file_that_was_tampered_with_is_found(released: Theming) -> None:
    with released.database.engine.begin() as connection:  # as whoever owns the tables can
        connection.exec_driver_sql("ALTER TABLE pack_text DISABLE TRIGGER pack_text_is_append_only")
        connection.exec_driver_sql("UPDATE pack_text SET text = 'Other.' WHERE section = 'theme-asthma'")
    same = {each.name: each.same for each in released.act("cdr-manager", check_pack_files, pack_id=PACK)}
    assert same == {name: name in (PAGE, ANNEXE) for name in FILES}


def test_no_case_is_named_in_what_everybody_reads(released: Theming) -> None:
    for name, file in FILES.items():
        words = words_of(name, taken(released, name))
        assert ("LLR-2026-" in words) == file.restricted, name
        if not file.restricted:
            assert "Asthma" in words


def test_the_pack_says_what_is_not_reviewed_and_where_recommendations_stand(released: Theming) -> None:
    for name in ("learning-pack.html", "learning-pack.pdf", "learning-pack.docx"):
        words = words_of(name, taken(released, name))
        for said in (WRITTEN, LEARNING, ASKED, "Under way. It is late", "Not yet reviewed", "first pack"):
            assert said.replace("'", "&#x27;") in words or said in words, (name, said)


def test_the_annexe_is_for_the_office_alone(released: Theming) -> None:
    with pytest.raises(NotPermitted):
        taken(released, ANNEXE, "public-health-analyst")
    words = words_of(ANNEXE, taken(released, ANNEXE))
    for case in (*REVIEWED, WAITING):
        assert case in words
    assert f"{REVIEWED[0]}, review 1" in words


def test_the_annexe_is_not_given_to_whom_a_case_in_it_is_closed(released: Theming) -> None:
    released.act("cdr-manager", restrict_case, **RESTRICTED)
    with pytest.raises(NotFound):
        taken(released, ANNEXE, "cdop-administrator")
    assert taken(released, ANNEXE)


def test_an_embargo_holds_until_its_day(begun: Theming) -> None:
    write_all(begun)
    forward(begun, embargo_on=date(2026, 12, 1))
    release(begun)
    assert begun.look(packs_to_read, "public-health-analyst") == []
    with pytest.raises(NotFound):
        taken(begun, "learning-pack.pdf", "public-health-analyst")
    begun.at = begun.at.replace(month=12, day=1, hour=0)
    assert [each.id for each in begun.look(packs_to_read, "public-health-analyst")] == [PACK]
    assert "Not to be shared before 1 December 2026" in words_of(
        "learning-pack.pdf", taken(begun, "learning-pack.pdf", "public-health-analyst")
    )


def under_embargo(theming: Theming, until: date) -> str:
    """A second edition of what is released, not to be shared before a day."""
    again = theming.act("cdop-administrator", build_pack, quarter=QUARTER).id
    forward(theming, pack_id=again, embargo_on=until)
    theming.act("cdop-administrator", release_pack, pack_id=again, round=1)
    return str(again)


def read_by_others(theming: Theming) -> list[str]:
    return [each.id for each in theming.look(packs_to_read, "public-health-analyst")]


def test_the_edition_before_is_read_until_the_day_from_which_the_new_one_may_be(released: Theming) -> None:
    again = under_embargo(released, date(2026, 12, 1))
    assert read_by_others(released) == [PACK]
    assert taken(released, "learning-pack.pdf", "public-health-analyst")
    released.at = released.at.replace(month=11, day=30, hour=23)
    assert read_by_others(released) == [PACK]
    released.at = released.at.replace(month=12, day=1, hour=0)
    assert read_by_others(released) == [again]
    with pytest.raises(NotFound):
        taken(released, "learning-pack.pdf", "public-health-analyst")
    assert all(each.same for each in released.act("cdr-manager", check_pack_files, pack_id=PACK))


def test_what_an_edition_has_replaced_does_not_come_back_when_it_is_withdrawn(released: Theming) -> None:
    again = under_embargo(released, date(2026, 12, 1))
    released.at = released.at.replace(month=12, day=2)
    released.act("cdr-manager", withdraw_pack, pack_id=again, reason="A theme was counted wrongly")
    assert read_by_others(released) == []
    before = released.look(lambda tx: pack(tx, PACK))
    assert (before.status, before.withdrawn_because) == (Standing.WITHDRAWN, "Replaced by edition 2.")


def test_an_edition_withdrawn_before_its_day_leaves_the_one_before(released: Theming) -> None:
    again = under_embargo(released, date(2026, 12, 1))
    released.act("cdr-manager", withdraw_pack, pack_id=again, reason="A theme was counted wrongly")
    released.at = released.at.replace(month=12, day=2)
    assert read_by_others(released) == [PACK]


def test_a_withdrawn_pack_is_kept_and_shown_to_nobody_outside(released: Theming) -> None:
    with pytest.raises(Invalid):
        released.act("cdr-manager", withdraw_pack, pack_id=PACK, reason="")
    released.act("cdr-manager", withdraw_pack, pack_id=PACK, reason="A theme was counted wrongly")
    assert released.look(packs_to_read, "public-health-analyst") == []
    with pytest.raises(NotFound):
        taken(released, "learning-pack.pdf", "public-health-analyst")
    assert taken(released, "learning-pack.pdf")


def test_the_next_pack_says_what_has_changed_since(released: Theming) -> None:
    released.at = released.at.replace(year=2027, month=1, day=20)
    for case in ("LLR-2026-0401", "LLR-2026-0402", "LLR-2026-0403"):
        released.tell(notified(case), material(case), reviewed(case, on=date(2026, 11, 4)))
    released.tell(followed(REVIEWED[0], "done"))
    confirm(released, "LLR-2026-0401", "LLR-2026-0402", "LLR-2026-0403")
    later = released.act("cdr-manager", build_pack, quarter="2026-27-Q3").id
    write_all(released, pack_id=later)
    forward(released, pack_id=later)
    _, content = released.act("cdr-manager", take_pack_file, pack_id=later, name="learning-pack.html")
    words = words_of("learning-pack.html", content)
    assert f"Compared with pack {PACK}, July to September 2026." in words
    assert re.search(
        r"</span>Under way</td><td [^>]+><span [^>]+>This pack</span>Done. To be checked once more<", words
    )
