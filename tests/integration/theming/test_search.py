"""Search that knows how words are meant, says why each sentence is there, and tells nobody what was asked."""

import logging
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event, func, select

from deploy.personas import PERSONAS
from services.theming.actions.confirming.judge_sentence import Said, change_sentence, reject_sentence
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.domain.confirming.places import places
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.domain.search.phrases import asked_of
from services.theming.domain.themes.assertions import Assertion
from services.theming.nlp.themer import load_themer
from services.theming.pages.sealed_questions import question_in
from services.theming.queries.cases import mentions_of, texts_of
from services.theming.queries.judging import held_judgements, text_to_judge
from services.theming.queries.search import texts_with_words
from services.theming.searching.sought import sought
from services.theming.tables.comparing import texts_with
from services.theming.tables.row_security_functions import TEXTS_WITH

from .conftest import CASE, NOW, Filled, Theming, csrf_in, enter, material, notified, reviewed

TEXTS = {
    "0001": "The baby was found on the sofa, asleep with his father.",
    "0002": "There was no co-sleeping. He was in his cot.",
    "0003": "Mother was given advice on co-sleeping by the health visitor.",
    "0004": "He was co-sleeping with his mother. A kite stood in the corner.",
    "0005": "She was struck by a kite. No trampoline was used.",
    "0006": "The trampolines in the yard were wet. He bounced and fell.",
    "0007": "A looped blind cord hung by the window. The blind was new and a cord lay near.",
}


IS_READ_TWICE = confirming_rules().is_read_twice


def case_of(number: str) -> str:
    return f"LLR-2026-{number}"


@pytest.fixture
def told(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, told_of_each)


def told_of_each(theming: Theming) -> None:
    for number, text in TEXTS.items():
        theming.tell(notified(case_of(number)), material(case_of(number), text=text))
    theming.read_texts()


def searched(web: TestClient, words: str = "", status: int = 200, **asked: Any) -> str:
    page = web.get("/themes/search").text
    answer = web.post("/themes/search", data={"csrf_token": csrf_in(page), "words": words, **asked})
    assert answer.status_code == status
    return " ".join(answer.text.split())


def cases_in(page: str) -> set[str]:
    return {number for number in TEXTS if case_of(number) in page}


@pytest.fixture
def office(told: Theming, web: TestClient) -> TestClient:
    enter(web, "cdr-manager")
    return web


def test_a_theme_is_found_in_whatever_words_it_is_told(office: TestClient) -> None:
    assert cases_in(searched(office, "co-sleeping")) == {"0001", "0004"}
    assert cases_in(searched(office, "sofa sharing")) == {"0001", "0004"}
    assert cases_in(searched(office, theme="unsafe_sleep_surface")) == {"0001", "0004"}


def test_what_is_denied_or_advice_comes_only_when_asked_for_and_is_counted(office: TestClient) -> None:
    page = searched(office, "co-sleeping")
    assert "Said not to be so (1)" in page
    assert "Advice or hypothetical (1)" in page
    assert "Not shown:" in page
    assert cases_in(searched(office, "co-sleeping", also="negated")) == {"0001", "0002", "0004"}
    both = searched(office, "co-sleeping", also=["negated", "hypothetical"])
    assert cases_in(both) == {"0001", "0002", "0003", "0004"}
    assert "Not shown:" not in both


def test_each_sentence_says_why_it_is_there(office: TestClient) -> None:
    page = searched(office, "co-sleeping", also="negated")
    assert "the rule “" in page
    assert "of Unsafe sleep" in page
    assert "said not to be so because of “no”" in page
    assert '<mark class="cdr-evidence">' in page


def test_plain_words_are_found_by_their_stems_and_judged_by_the_cues(office: TestClient) -> None:
    page = searched(office, "trampoline")
    assert cases_in(page) == {"0006"}
    assert "the words “trampolines” stand there" in page
    assert cases_in(searched(office, "trampoline", also="negated")) == {"0005", "0006"}


def test_a_phrase_in_quotation_marks_is_found_side_by_side(office: TestClient) -> None:
    page = searched(office, '"blind cord"')
    assert "A looped <mark" in page
    assert "a cord lay near" not in page


@pytest.mark.parametrize(
    ("words", "cases"),
    [
        ('"no co-sleeping"', {"0002"}),
        ('"given advice on"', {"0003"}),
        ('"was co-sleeping with his"', {"0004"}),
        ("“He was in his cot”", {"0002"}),
        ('"a blind cord"', set()),
        ('"by the window" cord', {"0007"}),
        ('"blind cords"', set()),
        ('"by a kite" or bounced', {"0005", "0006"}),
        ('kite -"by a kite"', {"0004"}),
    ],
)
def test_a_phrase_is_found_word_for_word_with_the_words_that_every_text_has(
    office: TestClient, words: str, cases: set[str]
) -> None:
    every = [each.value for each in Assertion if each is not Assertion.AFFIRMED]
    assert cases_in(searched(office, words, also=every)) == cases


def test_a_phrase_is_looked_for_by_the_index_in_one_question(told: Theming) -> None:
    said: list[Any] = []
    plan: list[str] = []

    def listen(*given: Any) -> None:
        said.append(given[2:4])

    def look(tx: Any) -> None:
        event.listen(tx.session.connection(), "before_cursor_execute", listen)
        asked = asked_of('"was co-sleeping with his"')
        texts_with_words(tx, sought(tx, asked, load_themer()).of_index, 300)

        [(statement, values)] = [each for each in said if "texts_with(" in each[0]]
        connection = tx.session.connection()
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan.extend(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values))

    told.look(look)
    read = "\n".join(plan)
    assert "Function Scan on texts_with" in read, read
    assert re.search(r"Index Cond: \(id = ANY", read), read
    assert "tsvector" not in read, read


def test_which_texts_have_words_is_asked_of_the_index(told: Theming) -> None:
    inside = TEXTS_WITH.split("$$")[1].replace("wanted", "to_tsquery('english', 'kite')")
    with told.database.owner.connect() as connection:
        connection.exec_driver_sql("SET enable_seqscan = off")
        connection.exec_driver_sql("SET search_path = pg_catalog, public, pg_temp")
        read = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {inside}"))
    assert "Index Scan on ix_case_text_searched" in read, read


@pytest.mark.parametrize(
    ("who", "shown"), [("cdr-manager", True), ("panel-member", False), ("auditor", False)]
)
def test_the_database_tells_nobody_else_which_texts_have_words(told: Theming, who: str, shown: bool) -> None:
    asked = select(texts_with(func.to_tsquery("english", "kite")))
    assert bool(told.look(lambda tx: tx.session.execute(asked).all(), who)) is shown


def test_words_of_one_sentence_are_preferred_to_words_of_the_text(office: TestClient) -> None:
    assert "A kite stood in" not in searched(office, "kite struck").replace("struck by a", "")
    assert cases_in(searched(office, "kite or bounced")) == {"0004", "0005", "0006"}


def test_words_that_hold_an_identifier_are_refused_and_shown_again(office: TestClient) -> None:
    page = searched(office, "Ring 0116 496 0000", status=422, theme="nothing", also="everything")
    assert "This seems to show a telephone number" in page
    assert "Choose a theme of the codebook" in page
    assert "Choose from the list what else to show" in page
    assert "0116 496 0000" in page
    assert "Type words to search for" in searched(office, "  ", status=422)


def test_what_was_searched_for_is_in_no_address_log_or_audit(
    office: TestClient, told: Theming, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        searched(office, "zanzibarsson kite")
    out = capsys.readouterr()
    assert "zanzibarsson" not in caplog.text + out.out + out.err
    rows = told.act(
        "auditor",
        lambda tx: (
            tx.session.connection()
            .exec_driver_sql("SELECT reading, detail::text FROM audit_entry WHERE action = 'search_texts'")
            .all()
        ),
    )
    ((reading, detail),) = rows
    assert reading
    assert "zanzibarsson" not in detail
    assert '"words": 2' in detail
    assert office.get("/themes/search?words=kite").text.count("kite") == 0


def test_a_restricted_case_is_not_found_nor_counted(told: Theming, web: TestClient) -> None:
    named = {"reason": "Known here.", "people": {"somebody-else": "Somebody Else"}}
    for number in ("0001", "0002"):
        told.act("cdr-manager", restrict_case, case=case_of(number), **named)
    enter(web, "cdop-administrator")
    page = searched(web, "co-sleeping", also="negated")
    assert cases_in(page) == {"0004"}
    assert "Said not to be so (0)" in page
    enter(web, "cdr-manager")
    assert cases_in(searched(web, "co-sleeping", also="negated")) == {"0001", "0002", "0004"}


def test_only_the_office_searches(told: Theming, web: TestClient) -> None:
    for person in ("auditor", "public-health-analyst", "panel-member"):
        enter(web, person)
        assert web.get("/themes/search").status_code == 403


@pytest.mark.parametrize(
    "words", ["the and of", "-asthma", '"""', "((((", "a & b | !c:*", "\\'; --", "é" * 200]
)
def test_odd_words_are_no_error(office: TestClient, words: str) -> None:
    assert "found</h2>" in searched(office, words)


@pytest.mark.parametrize("words", ["the and of", '"""', "!!!"])
def test_words_with_nothing_to_look_for_are_said_to_be_so(office: TestClient, words: str) -> None:
    page = searched(office, words)
    assert "There was nothing to look for" in page
    assert "No text has this" not in page


def test_a_phrase_that_names_a_theme_is_found_word_for_word_all_the_same(office: TestClient) -> None:
    page = searched(office, '"co-sleeping"')
    assert cases_in(page) == {"0004"}
    assert "also names Unsafe sleep" in page


def test_a_kind_is_not_told_twice_with_its_title(office: TestClient) -> None:
    page = searched(office, "trampoline")
    assert "Notification: Notification" not in page
    assert "Notification" in page[page.index("Here because") - 900 :]


def test_nothing_found_is_said(office: TestClient) -> None:
    assert "No text has this." in searched(office, "helicopter")


def test_every_reading_can_be_asked_for(office: TestClient) -> None:
    page = office.get("/themes/search").text
    others = {each.value for each in Assertion} - {"affirmed"}
    assert {value for value in others if f'value="{value}"' in page} == others


def test_a_text_that_came_anew_is_found_by_its_new_words_alone(told: Theming, web: TestClient) -> None:
    told.tell(notified(CASE), material(text="A zorb rolled down."))
    told.tell(material(text="A kite flew.", version=2))
    told.read_texts()
    enter(web, "cdr-manager")
    assert CASE not in searched(web, "zorb")
    assert CASE in searched(web, "kite")


def judge(told: Theming, case: str, does: Any, words: str, **said: Any) -> None:
    """The manager judges the place of a case's text whose sentence has these words."""

    def work(tx: Any, **named: Any) -> None:
        text = next(each for each in texts_of(tx, case) if words in each.text)
        mentions = [each for each in mentions_of(tx, case) if each.text_id == text.id]
        found = places(text.text, mentions, held_judgements(tx, case))
        place = next(each for each in found if words in text.text[slice(*each.sentence)])
        does(tx, text=text_to_judge(tx, case, text.id), place=place, **named)

    told.act("cdr-manager", work, **said)


def test_a_sentence_that_a_person_rejected_is_not_found_by_the_theme(told: Theming, web: TestClient) -> None:
    judge(told, case_of("0001"), reject_sentence, "sofa")
    enter(web, "cdr-manager")
    assert cases_in(searched(web, theme="unsafe_sleep_surface")) == {"0004"}


def test_a_sentence_is_found_as_a_person_reads_it(told: Theming, web: TestClient) -> None:
    said = Said("unsafe_sleep_surface", "affirmed", "There was no co-sleeping.")
    judge(told, case_of("0002"), change_sentence, "co-sleeping", said=said)
    enter(web, "cdr-manager")
    page = searched(web, theme="unsafe_sleep_surface")
    assert cases_in(page) == {"0001", "0002", "0004"}
    assert "a person reads" in page


def test_what_is_kept_for_a_second_reader_is_found_as_the_rules_read_it(
    theming: Theming, web: TestClient
) -> None:
    twice = next(case for case in map("LLR-2026-{:04d}".format, range(1, 60)) if IS_READ_TWICE(case))
    theming.tell(notified(twice), material(twice, text=TEXTS["0001"]), reviewed(twice, summary="Nothing."))
    theming.read_texts()
    judge(theming, twice, reject_sentence, "sofa")
    enter(web, "cdop-administrator")
    assert twice in searched(web, theme="unsafe_sleep_surface")
    enter(web, "cdr-manager")
    assert twice not in searched(web, theme="unsafe_sleep_surface")


def test_who_asks_with_no_is_told_so_and_led_to_where_it_is_said_not_to_be_so(
    office: TestClient,
) -> None:
    page = searched(office, "no co-sleeping")
    assert "You asked with “no”. Shown is what is true of a child; 1 sentence where it is said not" in page
    assert "0002" not in cases_in(page)
    [form] = re.findall(
        r'<form method="post" action="[^"]*/search">(?:(?!</form>).)*Show also where.*?</form>', page
    )
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    assert ("also", "negated") in fields
    assert ("words", "no co-sleeping") in fields
    answer = office.post("/themes/search", data=dict(fields))
    assert "0002" in cases_in(answer.text)
    assert "You asked with" not in answer.text


def test_words_of_no_theme_are_turned_as_well(office: TestClient) -> None:
    page = searched(office, "no trampoline")
    assert "You asked with “no”." in page
    assert "Show also where it is said not to be so" in page


@pytest.mark.parametrize("words", [
    "co-sleeping", '"no co-sleeping"', "without a cot", "no", "mother smoked", "advice on co-sleeping",
    "no xylophone",
])  # fmt: skip
def test_words_that_turn_nothing_are_not_spoken_of(office: TestClient, words: str) -> None:
    assert "You asked with" not in searched(office, words)


def test_who_asks_with_no_and_finds_none_is_told_that_there_is_none(office: TestClient) -> None:
    page = searched(office, "no smoking")
    assert "You asked with “no”. Shown is what is true of a child; no sentence was found where it is" in page
    assert "Show also where" not in page


def posted(web: TestClient, words: str) -> Any:
    token = csrf_in(web.get("/themes/search").text)
    return web.post("/themes/search", data={"csrf_token": token, "words": words}, follow_redirects=False)


def test_what_was_found_has_an_address_of_its_own_in_which_nothing_can_be_read(office: TestClient) -> None:
    first, second = posted(office, "trampoline"), posted(office, "zanzibarsson kite")
    assert (first.status_code, second.status_code) == (303, 303)
    address = second.headers["location"]
    assert address.endswith("#found")
    assert "zanzibarsson" not in address
    assert "kite" not in address
    for _ in range(2):  # gone back to, loaded again, in two tabs
        assert cases_in(office.get(first.headers["location"]).text) == {"0006"}
        assert 'value="zanzibarsson kite"' in office.get(address).text


def test_what_was_found_begins_with_a_heading_that_can_be_gone_to(office: TestClient) -> None:
    page = searched(office, "trampoline")
    assert '<h2 id="found" tabindex="-1">1 sentence found</h2>' in page
    assert "<details" in page[: page.index('id="found"')]
    assert not re.search(r"<details[^>]* open", page)
    assert re.search(r"<details[^>]* open", office.get("/themes/search").text)


def test_an_address_that_is_old_altered_or_somebody_elses_shows_nothing(
    office: TestClient, told: Theming
) -> None:
    address = posted(office, "trampoline").headers["location"].removesuffix("#found")
    token = address.rsplit("/", 1)[-1]
    held, manager = question_in("k" * 40, token, PERSONAS["cdr-manager"], NOW), PERSONAS["cdr-manager"]
    assert held
    assert question_in("k" * 40, token, manager, held.until) is None
    assert question_in("j" * 40, token, manager, NOW) is None
    for wrong in (address[:-3] + "AAA", "/themes/search/found/made-up"):
        answer = office.get(wrong)
        assert answer.status_code == 404
        assert "This search cannot be shown again" in answer.text
    enter(office, "cdop-administrator")
    assert office.get(address).status_code == 404
    enter(office, "cdr-manager")
    assert office.get(address).status_code == 200


def test_a_phrase_of_the_field_is_no_question_with_a_no(office: TestClient) -> None:
    page = searched(office, "was not brought")
    assert "You asked with" not in page
    assert "Looked for “was not brought” in every way that it is written" in page
