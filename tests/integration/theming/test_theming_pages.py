"""The pages on which the manager themes cases."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.theming.actions.comparables.index_case import index_case
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.queries.judging import judgements_of
from shared.people import SYSTEM

from .conftest import CASE, SLEEP_STORY, Theming, csrf_in, enter, form_on, material, notified, reviewed

OPEN_CASE = "LLR-2026-0110"


@pytest.fixture
def themed(theming: Theming) -> Theming:
    """A reviewed case and an open one like it."""
    theming.tell(notified(), material(text=SLEEP_STORY), reviewed())
    theming.tell(notified(OPEN_CASE), material(OPEN_CASE))
    theming.read_texts()
    while theming.act(SYSTEM, index_case):
        pass
    return theming


def decide(web: TestClient, theme: str, how: str) -> str:
    form = form_on(web.get(f"/themes/cases/{CASE}").text, f"/{theme}/{how}")
    answer = web.post(f"/themes/cases/{CASE}/themes/{theme}/{how}", data=form)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_queue_lists_reviewed_cases_that_wait_for_a_decision(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    page = web.get("/themes/").text
    assert CASE in page
    assert OPEN_CASE not in page
    assert OPEN_CASE in web.get("/themes/", params={"view": "open"}).text


def test_the_case_shows_the_words_marked_and_labelled(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    page = web.get(f"/themes/cases/{CASE}").text
    assert re.search(r"<mark [^>]*>asthma</mark><span [^>]*> \[Asthma\]</span>", page)
    assert re.search(r"<mark [^>]*--negated[^>]*>co-sleeping</mark><span [^>]*>[^<]*said not to be so", page)


def test_a_comparable_notification_says_that_it_is_not_reviewed_and_why_it_is_alike(
    themed: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    page = web.get(f"/themes/cases/{CASE}").text
    after = page[page.index("Notifications like it") :]
    assert OPEN_CASE in after
    assert "Not yet reviewed" in after
    assert "<li>Themes shown in both, not confirmed in both: Asthma</li>" in after


def test_the_manager_confirms_one_theme_and_rejects_another(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    assert "Confirmed: Asthma." in decide(web, "asthma", "confirm")
    page = decide(web, "unsafe_sleep_surface", "reject")
    assert "It will not be proposed again" in page
    assert page.count("Morgan Testerley") >= 2


def test_a_decision_taken_twice_is_refused_in_plain_words(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    form = form_on(web.get(f"/themes/cases/{CASE}").text, "/asthma/confirm")
    decide(web, "asthma", "confirm")
    answer = web.post(f"/themes/cases/{CASE}/themes/asthma/confirm", data=form)
    assert answer.status_code == 409
    assert "Since you opened the page, you yourself confirmed “Asthma”" in answer.text


def test_a_theme_by_hand_needs_a_reason_and_nothing_typed_is_lost(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    token = csrf_in(web.get(f"/themes/cases/{CASE}").text)
    answer = web.post(
        f"/themes/cases/{CASE}/themes", data={"csrf_token": token, "theme": "drowning", "reason": ""}
    )
    assert answer.status_code == 422
    assert "Say what in the case shows this theme" in answer.text
    assert 'value="drowning" selected' in answer.text
    folded = answer.text[: answer.text.index("Add a theme by hand")].rsplit("<details", 1)[1]
    assert " open" in folded


def test_reading_a_case_is_on_record(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    web.get(f"/themes/cases/{CASE}")
    with themed.database.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT person_id, reading FROM audit_entry WHERE action = 'read_case_text'")
        )
        assert rows.all() == [("cdr-manager", True)]


def test_a_theme_lists_its_reviewed_cases_and_notifications_like_them(
    themed: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    decide(web, "asthma", "confirm")
    page = web.get("/themes/codebook/asthma").text
    assert page.index(CASE) < page.index("Comparable notifications") < page.index(OPEN_CASE)
    assert web.get("/themes/codebook/bad_luck").status_code == 404
    assert "Asthma" in web.get("/themes/codebook").text


@pytest.mark.parametrize("person", ["panel-member", "panel-chair", "auditor", "public-health-analyst"])
def test_nobody_else_opens_a_case(themed: Theming, web: TestClient, person: str) -> None:
    enter(web, person)
    for path in (f"/themes/cases/{CASE}", "/themes/codebook", "/themes/codebook/asthma"):
        assert web.get(path).status_code == 403


def test_the_analyst_is_led_from_the_front_to_the_statistics(themed: Theming, web: TestClient) -> None:
    enter(web, "public-health-analyst")
    answer = web.get("/themes/")
    assert answer.url.path == "/themes/statistics"
    assert answer.status_code == 200
    front = web.get("/").text
    linked = set(re.findall(r'href="(/themes/[a-z-]+)"', answer.text.split("cdr-ways")[1].split("</nav>")[0]))
    assert {each for each in linked if f'href="{each}"' not in front} == set()


def test_a_page_that_does_not_exist_is_not_found(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    for path in ("cases/LLR-1999-0001", "cases/%00", "codebook/%00"):
        assert web.get(f"/themes/{path}").status_code == 404


def test_the_auditor_sees_what_was_read_and_decided(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    decide(web, "asthma", "confirm")
    enter(web, "auditor")
    page = web.get("/themes/audit", params={"case": CASE}).text
    assert "Morgan Testerley" in page


MANY = (
    "She died of acute severe asthma. Her asthma plan was old. Her asthma worsened at night."
    " Asthma reviews were missed by the practice. Her asthma had been poorly controlled."
)


def card_of(html: str, theme: str) -> str:
    return html[html.index(f'id="theme-{theme}"') :].split("</li>\n")[0]


def plain(html: str) -> str:
    """Without marks, and without the names of themes that follow them."""
    return " ".join(re.sub(r"<span class=\"cdr-evidence-label\">.*?</span>|<[^>]+>", "", html).split())


@pytest.fixture
def many(theming: Theming, web: TestClient) -> Theming:
    """A case with five sentences that show one theme, one of them in two texts."""
    theming.tell(notified(), material(text=MANY), reviewed(summary="She died of acute severe asthma."))
    theming.read_texts()
    enter(web, "cdr-manager")
    return theming


def test_the_button_says_how_many_sentences_it_accepts_and_each_of_them_can_be_read(
    many: Theming, web: TestClient
) -> None:
    card = card_of(web.get(f"/themes/cases/{CASE}").text, "asthma")
    assert "Confirm, with its 5 sentences" in card
    assert "Show the other 2 sentences" in card
    shown = plain(card)
    for sentence in re.findall(r"[^.]+\.", MANY):
        assert shown.count(sentence.strip()) == 1
    assert re.search(r"From: Summary of the review, Notification", shown)
    decide(web, "asthma", "confirm")
    judged = many.look(lambda tx: judgements_of(tx, CASE))
    assert len(judged) == 5


def test_what_was_rejected_stays_to_be_read_and_can_be_taken_back(many: Theming, web: TestClient) -> None:
    card = card_of(decide(web, "asthma", "reject"), "asthma")
    assert "has changed since" not in card
    assert "These sentences were rejected with it" in card
    assert "Her asthma plan was old." in plain(card)
    assert "Confirm after all, with its 5 sentences" in card
    decide(web, "asthma", "confirm")
    judged = many.look(lambda tx: judgements_of(tx, CASE))
    assert [each.affirms for each in judged] == [False] * 5 + [True] * 5


def test_a_sentence_added_by_hand_stays_to_be_read_when_its_theme_is_rejected(
    many: Theming, web: TestClient
) -> None:
    addresses = re.findall(rf"/themes/cases/{CASE}/texts/\d+", web.get(f"/themes/cases/{CASE}").text)
    address = next(each for each in addresses if "poorly" in web.get(each).text)
    typed = {"theme": "neglect", "assertion": "affirmed", "words": "missed"}
    typed["sentence"] = str(MANY.index("Asthma reviews"))
    web.post(f"{address}/places", data={**form_on(web.get(address).text, "/places"), **typed})
    card = card_of(decide(web, "neglect", "reject"), "neglect")
    assert "This sentence was rejected with it" in card
    assert re.search(r"<mark [^>]*>missed</mark>", card)
    assert "Confirm after all, with its sentence" in card
    card = card_of(decide(web, "neglect", "confirm"), "neglect")
    assert "Asthma reviews were missed by the practice." in plain(card)


def test_a_rejected_theme_of_which_no_text_speaks_any_more_says_just_that(
    many: Theming, web: TestClient
) -> None:
    decide(web, "asthma", "reject")
    many.tell(material(text="She was well.", version=2), reviewed(summary="Nothing.", review_version=2))
    many.read_texts()
    card = card_of(web.get(f"/themes/cases/{CASE}").text, "asthma")
    assert "No sentence of the texts that are held here shows it now." in card


@pytest.mark.parametrize("how", ["confirm", "reject"])
def test_whoever_decided_goes_on_from_that_theme(themed: Theming, web: TestClient, how: str) -> None:
    enter(web, "cdr-manager")
    html = web.get(f"/themes/cases/{CASE}").text
    form = form_on(html, f"/unsafe_sleep_surface/{how}")
    address = f"/themes/cases/{CASE}/themes/unsafe_sleep_surface/{how}"
    answer = web.post(address, data=form, follow_redirects=False)
    assert answer.headers["location"].endswith(f"/themes/cases/{CASE}#theme-unsafe_sleep_surface")
    html = web.get(f"/themes/cases/{CASE}").text
    assert 'id="theme-unsafe_sleep_surface" tabindex="-1"' in html
    assert 'href="#theme-asthma">Next theme that waits: Asthma' in card_of(html, "unsafe_sleep_surface")


def test_a_case_not_yet_reviewed_says_that_a_decision_counts_only_then(
    themed: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    said = "counts only once the review is completed"
    assert said in web.get(f"/themes/cases/{OPEN_CASE}").text
    assert said not in web.get(f"/themes/cases/{CASE}").text
    address = re.findall(r"/themes/cases/[^/]+/texts/\d+", web.get(f"/themes/cases/{OPEN_CASE}").text)[0]
    assert said in web.get(address).text


def test_a_reference_in_small_letters_leads_on_to_the_case(themed: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    answer = web.get(f"/themes/cases/{CASE.lower()}")
    assert answer.status_code == 200
    assert answer.url.path == f"/themes/cases/{CASE}"
    assert web.get("/themes/cases/llr-1999-0001").status_code == 404
    enter(web, "auditor")
    assert web.get(f"/themes/cases/{CASE.lower()}").status_code == 403


def test_in_small_letters_a_case_that_is_closed_is_as_one_that_there_is_not(
    themed: Theming, web: TestClient
) -> None:
    people = {"somebody-else": "Somebody Else"}
    themed.act("cdop-administrator", restrict_case, case=CASE, reason="Known here.", people=people)
    enter(web, "cdr-manager")
    pages = [web.get(f"/themes/cases/{case}") for case in (CASE, CASE.lower(), "llr-1999-0001")]
    assert [page.status_code for page in pages] == [404, 404, 404]
    said = {re.sub(r"(?i)llr-[0-9-]+|[0-9a-f]{8,}|value=\"[^\"]+\"", "", page.text) for page in pages}
    assert len(said) == 1
    assert all(page.history == [] for page in pages)


def test_a_view_that_there_is_not_is_named_and_what_is_listed_all_the_same_is_audited(
    themed: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    answer = web.get("/themes/?view=nope")
    assert answer.status_code == 422
    assert "Show: this is not among the choices here" in answer.text
    assert CASE in answer.text
    asked = text("SELECT count(*) FROM audit_entry WHERE action = 'read_theming_queue'")
    assert themed.look(lambda tx: tx.session.scalar(asked)) == 1
    assert web.get("/themes/?view=open").status_code == 200
    assert themed.look(lambda tx: tx.session.scalar(asked)) == 2


def test_what_people_nearly_always_rejected_is_folded_away_and_counted(
    theming: Theming, web: TestClient
) -> None:
    others = [f"LLR-2026-02{number:02}" for number in range(12)]
    for case in (CASE, *others):
        theming.tell(notified(case), material(case, text="Mother smoked at home."), reviewed(case))
    theming.read_texts()
    for case in others:
        theming.act("cdr-manager", reject_theme, case=case, theme="smoke_exposure")
    enter(web, "cdr-manager")
    html = web.get(f"/themes/cases/{CASE}").text
    folded = html[html.index("Proposed with little trust: 1") :]
    assert 'id="theme-smoke_exposure"' in folded
    assert 'id="theme-asthma"' not in folded
    after = decide(web, "smoke_exposure", "confirm")
    assert "Proposed with little trust" not in after


def test_what_is_spoken_of_otherwise_stands_in_lines_on_a_narrow_screen(
    themed: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    html = web.get(f"/themes/cases/{CASE}").text
    table = html[: html.index("</table>", html.index("Spoken of, but not"))].rsplit("<table", 1)[1]
    assert "nhsuk-table-responsive" in table
    assert re.search(r"cdr-cell-wide\"><span [^>]*>Sentence </span>", table)


def test_tables_of_the_codebook_and_of_trust_stand_in_lines_on_a_narrow_screen(
    themed: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    decide(web, "asthma", "confirm")
    for path in ("trust", "codebook-change"):
        html = web.get(f"/themes/{path}").text
        assert "nhsuk-table-responsive" in html
        assert "cdr-scroll" not in html
