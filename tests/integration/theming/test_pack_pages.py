"""The pages of learning packs, as the office, a reader and somebody who may not see them use them."""

import re

import pytest
from fastapi.testclient import TestClient

from services.theming.domain.confirming.rules import confirming_rules
from services.theming.packs.files import ANNEXE, FILES, checksum

from .conftest import Filled, Theming, csrf_in, enter, material, notified, reviewed
from .test_packs import PACK, QUARTER, REVIEWED, WRITTEN, confirm, live, words_of

DESK = f"/themes/packs/{PACK}"


def post(web: TestClient, address: str, to: str, **typed: str):  # type: ignore[no-untyped-def]
    """Send the form of the page at ``address`` to ``to``."""
    return web.post(to, data={"csrf_token": csrf_in(web.get(address).text), **typed})


def write(web: TestClient, section: str, text: str, **typed: str):  # type: ignore[no-untyped-def]
    part = f"{DESK}/parts/{section}"
    found = re.search(r'name="version" value="(\d+)"', web.get(part).text)
    return post(web, part, part, **{"version": found[1] if found else "0", "text": text, **typed})


@pytest.fixture
def office(theming: Theming, filled: Filled, web: TestClient) -> TestClient:
    filled(theming, live)
    enter(web, "cdr-manager")
    return web


def build(web: TestClient):  # type: ignore[no-untyped-def]
    return post(web, "/themes/packs", "/themes/packs", period=QUARTER)


def write_all(web: TestClient) -> None:
    for section in ("page-seen", "page-learned", "page-do"):
        assert write(web, section, "Plans need to be looked at.").status_code == 200
    assert write(web, "theme-asthma", WRITTEN).status_code == 200


@pytest.mark.parametrize("reader", ["public-health-analyst", "panel-member"])
def test_a_pack_is_built_written_put_forward_released_and_read(office: TestClient, reader: str) -> None:
    assert "The material is gathered" in build(office).text
    part = office.get(f"{DESK}/parts/theme-asthma").text
    assert all(case in part for case in REVIEWED)
    assert "Not yet reviewed" in part
    write_all(office)
    assert WRITTEN.replace("'", "&#39;") in office.get(f"{DESK}/read").text
    forward = post(office, DESK, f"{DESK}/forward", **{"embargo-day": "", "embargo-month": ""})
    assert "A second person reads and releases it" in forward.text
    assert "You wrote in this pack" in forward.text
    enter(office, "cdop-administrator")
    assert "Released." in post(office, DESK, f"{DESK}/release", round="1").text
    enter(office, reader)
    assert "July to September 2026" in office.get("/themes/packs").text
    read = office.get(f"{DESK}/read").text
    assert "LLR-2026-" not in read
    assert "Restricted annexe" not in read
    for name, file in FILES.items():
        answer = office.get(f"{DESK}/files/{name}")
        assert answer.status_code == (403 if file.restricted else 200), name
        if not file.restricted:
            assert f'filename="{name.rsplit(".")[0]}-{PACK}.' in answer.headers["content-disposition"]


def test_everything_that_is_missing_is_named_and_what_was_typed_is_kept(office: TestClient) -> None:
    build(office)
    typed = {"embargo-day": "31", "embargo-month": "2", "embargo-year": "2027"}
    refused = post(office, DESK, f"{DESK}/forward", **typed)
    assert refused.status_code == 422
    for said in ("what we saw: write this part", "Asthma: write this part, or leave", "Enter a real date"):
        assert said in refused.text
    assert 'value="31"' in refused.text
    assert "Being written" in office.get(DESK).text


def test_a_text_that_is_refused_is_shown_again_with_every_sentence(office: TestClient) -> None:
    build(office)
    refused = write(office, "theme-asthma", "One child was aged 9. The plan was old.")
    assert refused.status_code == 422
    assert "points to one child" in refused.text
    assert "gives an exact age" in refused.text
    assert ">One child was aged 9. The plan was old.</textarea>" in refused.text


@pytest.mark.parametrize(
    ("section", "means"),
    [
        (
            "theme-asthma",
            "This part is missing: write it, or leave it out with a reason, before the pack is put",
        ),
        ("page-seen", "This part is missing: write it before the pack is put forward."),
        ("introduction", "is empty now. Nothing of it is printed."),
    ],
)
def test_who_empties_a_part_is_told_what_that_means(office: TestClient, section: str, means: str) -> None:
    build(office)
    assert means not in write(office, section, "Plans need to be looked at.").text
    assert means in write(office, section, "").text


def test_the_second_reader_is_told_what_the_program_has_looked_for(office: TestClient) -> None:
    build(office)
    write_all(office)
    post(office, DESK, f"{DESK}/forward", **{"embargo-day": "", "embargo-month": ""})
    said = " ".join(office.get(DESK).text.split())
    everywhere, below = said.split("<p>In every part:")[1].split(
        "<p>In parts that rest on fewer than 8 cases, also:"
    )
    assert "<li>the story of one child</li>" in everywhere
    assert "exact ages" not in everywhere
    assert "<li>exact ages</li><li>days and months</li><li>places</li>" in below


def test_who_comes_second_sees_both_texts_and_can_save_them_together(office: TestClient) -> None:
    build(office)
    assert write(office, "introduction", "The first text.").status_code == 200
    met = write(office, "introduction", "The second text.", version="0")
    assert met.status_code == 409
    assert "The first text." in met.text
    assert ">The second text.</textarea>" in met.text
    assert 'name="version" value="1"' in met.text
    assert "Saved." in write(office, "introduction", "Both.", version="1").text
    enter(office, "cdop-administrator")
    assert "Saved." in write(office, "introduction", "Both, and more.", version="2").text
    enter(office, "cdr-manager")
    said = write(office, "introduction", "Both, but less.", version="2").text
    opened, standing, typed = (
        said.index(text) for text in (">Both.</div>", ">Both, and more.</div>", ">Both, but less.</textarea>")
    )
    assert opened < standing < typed


def test_who_comes_second_is_told_that_the_part_was_left_out(office: TestClient) -> None:
    build(office)
    left = {"left_out": "yes", "why_left_out": "The reviews said little of it"}
    assert "Saved." in write(office, "theme-asthma", "", **left).text
    met = write(office, "theme-asthma", WRITTEN, version="0")
    assert met.status_code == 409
    assert ">Nothing</div>" in met.text
    assert "Left out: The reviews said little of it" in met.text


def test_reasons_are_asked_for_and_what_is_withdrawn_says_why(office: TestClient) -> None:
    build(office)
    assert "Say why it is withdrawn" in post(office, DESK, f"{DESK}/withdraw", reason="").text
    write_all(office)
    post(office, DESK, f"{DESK}/forward")
    assert "Say what should be changed" in post(office, DESK, f"{DESK}/back", back="").text
    assert "Say what helped" in post(office, DESK, f"{DESK}/back", back="Say what helped").text
    withdrawn = post(office, DESK, f"{DESK}/withdraw", reason="Begun too early")
    assert "Begun too early" in withdrawn.text
    assert "Put it forward" not in withdrawn.text


def test_the_office_compares_the_files_and_reads_the_annexe(office: TestClient) -> None:
    build(office)
    write_all(office)
    post(office, DESK, f"{DESK}/forward")
    desk = office.get(DESK).text
    annexe = office.get(f"{DESK}/files/{ANNEXE}")
    assert annexe.status_code == 200
    assert checksum(annexe.content) in desk
    compared = post(office, DESK, f"{DESK}/check")
    assert compared.text.count("The same bytes") == len(FILES)


@pytest.mark.parametrize("address", ["", "/read", "/files/learning-pack.pdf", "/parts/introduction"])
def test_a_draft_is_for_the_office_alone(office: TestClient, address: str) -> None:
    build(office)
    enter(office, "public-health-analyst")
    assert office.get(DESK + address).status_code in (403, 404)
    enter(office, "panel-member")
    assert office.get(DESK + address).status_code in (403, 404)
    enter(office, "auditor")
    assert office.get(DESK + address).status_code == 403


@pytest.mark.parametrize(
    "address", ["/themes/packs/x", f"{DESK}/parts/theme-x", f"{DESK}/files/x.pdf", "/themes/packs/%00/read"]
)
def test_what_is_not_there_is_not_found(office: TestClient, address: str) -> None:
    build(office)
    assert office.get(address).status_code == 404


def test_a_quarter_is_chosen_or_the_page_says_so(office: TestClient) -> None:
    refused = post(office, "/themes/packs", "/themes/packs", period="")
    assert refused.status_code == 422
    assert "Choose a quarter" in refused.text


def test_whom_a_page_is_closed_to_is_led_to_what_they_may_open_here(web: TestClient) -> None:
    enter(web, "panel-member")
    refused = web.get("/themes/search")
    assert refused.status_code == 403
    assert '<a href="/themes/packs">Learning packs</a>' in refused.text


def test_a_case_that_waits_for_its_second_reader_is_left_out_of_what_that_reader_sees(
    theming: Theming, web: TestClient
) -> None:
    every = [f"LLR-2026-{number:04}" for number in range(1, 999)]
    twice = next(case for case in every if confirming_rules().is_read_twice(case))
    once = [case for case in every if not confirming_rules().is_read_twice(case)][:4]
    for case in (*once, twice):
        theming.tell(notified(case), material(case), reviewed(case, learning=(f"Ask {case[-2:]} times.",)))
    confirm(theming, *once, twice)
    enter(web, "cdr-manager")
    build(web)
    write_all(web)
    post(web, DESK, f"{DESK}/forward")
    told = "One case is left out here while you read it as second reader"
    part = f"{DESK}/parts/theme-asthma"
    assert twice in web.get(part).text
    assert told not in web.get(part).text
    kept = web.get(f"{DESK}/files/{ANNEXE}").content
    assert twice in words_of(ANNEXE, kept)
    enter(web, "cdop-administrator")
    seen = web.get(part).text
    assert told in seen
    assert "Reviewed cases: 4" in seen
    assert all(case in seen for case in once)
    assert twice not in seen
    assert f"Ask {twice[-2:]} times." not in seen
    annexe = words_of(ANNEXE, web.get(f"{DESK}/files/{ANNEXE}").content)
    assert told in annexe
    assert once[0] in annexe
    assert twice not in annexe
    assert web.get(f"{DESK}/parts/introduction").status_code == 200
