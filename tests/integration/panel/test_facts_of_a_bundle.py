"""What the agencies said, on the page of a bundle and on paper: each source with its own value."""

import re
from html import unescape

import pytest

from services.panel.domain.bundles.printed import printed_case
from services.panel.queries.bundle_reading import contents_of
from services.panel.queries.cases import visible_case
from shared.contracts import CaseFactsRecorded
from shared.redaction_figures import redaction_figures
from tests.integration.panel.conftest import CASE, Panel

BUNDLE = f"/cases/{CASE}/bundle"
SOURCES = {"Health visitor": "s1", "Midwife": "s2", "Neonatologist": "s3", "General practitioner": "s4"}
# By kind of group: what each of the sources said, in the order in which they came.
SAID: dict[str, tuple[str, ...]] = {
    "agreed": ("Not known", "Not known", "No", "Not asked"),
    "conflict": ("Yes", "No", "No", "Not known"),
    "not_known": ("Not asked", "Not known", "Not applicable", "Not known"),
    "not_asked": ("Not asked", "Not applicable", "Not asked", "Not applicable"),
    "not_applicable": ("Not applicable", "Not applicable", "Not applicable", "Not applicable"),
}
Row = tuple[str, str]  # who, and what they said


def told(state: str, chosen: str | None = None) -> CaseFactsRecorded:
    values = [
        {"value": value, "source_role": who.lower().replace(" ", "_"), "source_id": SOURCES[who]}
        for who, value in zip(SOURCES, SAID[state], strict=True)
    ]
    fact = {"question": "q1", "label": "Was resuscitation attempted?", "section": "home", "state": state}
    facts = [{**fact, "values": values, "chosen": chosen}]
    return CaseFactsRecorded.model_validate({"case_reference": CASE, "version": 1, "facts": facts})


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def on_the_page(html: str) -> list[Row]:
    """Who said what of the fact. A value stands before its sources, which are in a span of their own."""
    [line] = re.findall(r"Was resuscitation attempted\?</th><td[^>]*>(.*?)</td>", html, re.DOTALL)
    found = []
    for value, sources in re.findall(r'(.*?)<span class="cdr-source">(.*?)</span>', line, re.DOTALL):
        said = plain(value).removesuffix(" Chosen by the office")
        found += [(who.partition(",")[0].strip(), said) for who in plain(sources).split(";")]
    return found


def printed_rows(panel: Panel) -> list[tuple[str, str, str]]:
    """The fact, the value and the source of every row of the printed form's tables of facts."""
    contents = panel.reading("cdr-manager", lambda tx: contents_of(tx, visible_case(tx, CASE)))
    return [
        (fact, value, source)
        for block in printed_case(contents, redaction_figures())
        if block["kind"] == "table" and block["head"] == ["Fact", "Value", "Source"]
        for fact, value, source in block["rows"]
    ]


def printed(panel: Panel) -> list[Row]:
    """Who said what of the fact, on paper."""
    rows = [(source.partition(",")[0], value) for _, value, source in printed_rows(panel) if source]
    return [(who, value.removesuffix(" (chosen by the office)")) for who, value in rows]


@pytest.mark.parametrize("state", SAID)
def test_each_source_stands_with_its_own_value_on_the_page_and_on_paper(
    panel: Panel, sign_in, state: str
) -> None:
    panel.notified()
    panel.tell(told(state))
    front = sign_in("cdr-manager").get(BUNDLE).text
    assert sorted(on_the_page(front)) == sorted(zip(SOURCES, SAID[state], strict=True))
    assert printed(panel) == on_the_page(front)


def test_a_value_stands_once_with_all_who_gave_it(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.tell(told("agreed"))
    words = plain(sign_in("cdr-manager").get(BUNDLE).text)
    assert "Not known Health visitor; Midwife No Neonatologist Not asked General practitioner" in words


def test_the_choice_of_the_office_is_marked_alike_on_the_page_and_on_paper(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.tell(told("conflict", chosen="No"))
    assert "No Chosen by the office Midwife; Neonatologist" in plain(sign_in("cdr-manager").get(BUNDLE).text)
    marked = [source for _, value, source in printed_rows(panel) if value == "No (chosen by the office)"]
    assert marked == ["Midwife", "Neonatologist"]


def test_page_and_paper_say_that_the_office_has_chosen_none(panel: Panel, sign_in) -> None:
    panel.notified()
    panel.tell(told("conflict"))
    said = "The office has chosen none of them."
    assert said in sign_in("cdr-manager").get(BUNDLE).text
    assert ("Was resuscitation attempted? (sources differ)", said, "") in printed_rows(panel)
