"""What a pack takes over word for word: held to its wording, once, under the theme it speaks of."""

from collections.abc import Sequence
from datetime import date

from fastapi.testclient import TestClient

from services.theming.actions.packs.build_pack import build_pack
from services.theming.actions.packs.gather_material import gather_material
from services.theming.actions.packs.write_section import write_section
from services.theming.actions.themes.add_theme import add_theme
from services.theming.domain.packs.placing import AMONG_SEVERAL
from services.theming.domain.packs.printed_annexe import printed_annexe
from services.theming.domain.packs.printed_pack import printed_pack
from services.theming.domain.packs.written_pack import WrittenPack
from services.theming.queries.packs import as_it_stands, pack

from .conftest import SLEEP_STORY, Theming, enter, material, notified, reviewed
from .test_packs import PACK, PANEL, QUARTER, REVIEWED, contents_of, followed

STORY = "The family had not been told about sudden unexpected death in epilepsy."
GENERAL = "Every family should be told about sudden unexpected death in epilepsy."
ON_ASTHMA = "Look at every inhaler and asthma plan once a year."
ON_NONE = "Home monitoring between operations gives parents a clear reason to call."
OF_ONE = "The risk score was done once and not repeated."
ELSEWHERE = "Learned in reviews that also had other themes"


def tell_reviews(theming: Theming, learning: Sequence[Sequence[str]], *themes: str) -> None:
    for case, lines in zip(REVIEWED, learning, strict=True):
        theming.tell(notified(case), material(case), reviewed(case, learning=tuple(lines)))
        for theme in themes:
            theming.act("cdr-manager", add_theme, case=case, theme=theme, reason="Read")
    theming.act("cdr-manager", build_pack, quarter=QUARTER)


def drafted(theming: Theming) -> WrittenPack:
    return theming.look(lambda tx: as_it_stands(tx, pack(tx, PACK), PANEL))  # type: ignore[no-any-return]


def printed_under(theming: Theming, line: str) -> list[str]:
    """The heading above each place of the pack in which a line is printed."""
    heading, found = "", []
    for block in printed_pack(drafted(theming)):
        heading = block["text"] if block["kind"] == "heading" and block["level"] == 2 else heading
        if line in str(block):
            found.append(heading)
    return found


def test_a_line_that_tells_of_one_family_is_in_the_annexe_and_on_the_page_of_the_part_and_not_in_the_pack(
    theming: Theming, web: TestClient
) -> None:
    tell_reviews(theming, [[STORY, OF_ONE], [], [], []], "asthma", "epilepsy")
    assert printed_under(theming, STORY) == printed_under(theming, OF_ONE) == []
    assert STORY in str(printed_annexe(drafted(theming)))
    enter(web, "cdr-manager")
    said = " ".join(web.get(f"/themes/packs/{PACK}/parts/theme-asthma").text.split())
    below = said.split("Learning that is not printed as it stands: 2</h3>")[1]
    assert STORY in below
    assert "It tells of one family" in below
    assert "It tells what happened in one or two cases" in below


def test_what_three_reviews_say_in_general_or_one_says_for_everybody_is_printed(theming: Theming) -> None:
    tell_reviews(theming, [[GENERAL, OF_ONE], [OF_ONE], [OF_ONE], [STORY]], "asthma", "epilepsy")
    assert printed_under(theming, GENERAL) == ["Epilepsy"]
    assert printed_under(theming, OF_ONE) == [ELSEWHERE]
    assert printed_under(theming, STORY) == []


def test_a_line_that_many_reviews_say_of_one_family_is_held_back_all_the_same(theming: Theming) -> None:
    tell_reviews(theming, [[STORY]] * 4, "asthma", "epilepsy")
    assert printed_under(theming, STORY) == []


def test_a_line_stands_once_under_the_theme_whose_words_it_has(theming: Theming) -> None:
    tell_reviews(theming, [[ON_ASTHMA, ON_NONE]] * 4, "asthma", "smoke_exposure")
    assert printed_under(theming, ON_ASTHMA) == ["Asthma"]
    assert printed_under(theming, ON_NONE) == [ELSEWHERE]
    [asthma, smoke] = sorted(contents_of(theming).themes, key=lambda each: each.id)
    assert {each.text: each.place for each in smoke.learning} == {ON_ASTHMA: "asthma", ON_NONE: AMONG_SEVERAL}
    assert asthma.learning == smoke.learning


def test_a_line_of_reviews_that_share_one_theme_alone_stands_under_that(theming: Theming) -> None:
    tell_reviews(theming, [[ON_NONE]] * 4, "asthma")
    theming.act("cdr-manager", add_theme, case=REVIEWED[0], theme="smoke_exposure", reason="Read")
    theming.act("cdr-manager", gather_material, pack_id=PACK)
    assert printed_under(theming, ON_NONE) == ["Asthma"]


def test_a_line_that_somebody_has_written_in_the_part_is_not_printed_below_it_again(theming: Theming) -> None:
    tell_reviews(theming, [[ON_ASTHMA]] * 4, "asthma")
    theming.act("cdr-manager", write_section, pack_id=PACK, section="theme-asthma", text=ON_ASTHMA, version=0)
    assert printed_under(theming, ON_ASTHMA) == ["Asthma"]


def test_a_line_of_a_review_with_a_theme_that_is_left_out_is_not_printed_among_the_others(
    theming: Theming,
) -> None:
    tell_reviews(theming, [[ON_NONE]] * 4, "asthma", "smoke_exposure")
    left = {"section": "theme-asthma", "text": "", "left_out": True, "why_left_out": "The inquest is open"}
    theming.act("cdr-manager", write_section, pack_id=PACK, version=0, **left)
    assert printed_under(theming, ON_NONE) == []


def test_a_recommendation_that_tells_of_one_family_is_held_back(theming: Theming) -> None:
    said = "Share this family's experience at the study day."
    theming.tell(notified(REVIEWED[0]), material(REVIEWED[0]), reviewed(REVIEWED[0]))
    theming.tell(followed(REVIEWED[0], text=said))
    tell_reviews(theming, [[]] * 4, "asthma")
    assert printed_under(theming, said) == []
    assert said in str(printed_annexe(drafted(theming)))


def test_the_annexe_says_why_a_review_has_no_sentence(theming: Theming) -> None:
    """One review shows the theme, a return shows it of two, and of one a person added it."""
    for number, case in enumerate(REVIEWED):
        told = {} if number < 3 else {"text": SLEEP_STORY}
        summary = {} if number < 1 else {"summary": "The panel has met and agreed what there is to learn."}
        theming.tell(notified(case), material(case, **told), reviewed(case, on=date(2026, 8, 12), **summary))
    theming.read_texts()
    for case in REVIEWED:
        theming.act("cdr-manager", add_theme, case=case, theme="asthma", reason="Read")
    theming.act("cdr-manager", build_pack, quarter=QUARTER)
    said = str(printed_annexe(drafted(theming)))
    assert "Sentences of reviews that show the theme: 1 of 4" in said
    assert (
        "No sentence of the review stands here for the other 3: another text of the case shows it, such as a "
        "return (2); a person added the theme by hand (1)." in said
    )
