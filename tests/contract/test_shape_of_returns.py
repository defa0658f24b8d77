"""What an agency returns is read by the panel as headings, answers and paragraphs, and no sign changes."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest

from deploy.demo import demo_cases
from services.notifications.domain.forms.library import NOTIFICATION, every
from services.notifications.domain.forms.reporting_form import read_return
from services.notifications.domain.material.case_material import text_of
from services.panel.app import SERVICE
from services.panel.domain.bundles.bundle_pages import BundlePage, numbered, paragraphs_by_page
from services.panel.domain.bundles.text_shape import Shape, pieces_of
from shared.web.rendering import environment

NAMED = {"responder_name": "A responder", "responder_role": "Nurse", "responder_contact": "a@example.org"}
HOSTILE = (
    "<script>alert(1)</script>\n</dl></div><h2>Not ours\n\n&lt;b&gt; &amp;amp; \"q\" 'q'",
    "B. <b>Summary</b>: <i>x</i>\nA: <img src=x onerror=y>\nB: {{ 7 * 7 }} {% raw %}",
    "C. The child\n\tTabbed:  answer  \n  \n \n  Indented: yes\n\u2028\u00a0\u200b\ufeff\ue000",
    "Q: A\nQ: A\n\n\n\n\nQ: A\nQ: </dd><dd>A\n",
    "X. Y z\n" + "Long: " * 4000,
)


class Said(HTMLParser):
    """The text content of some HTML, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.elements: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.append(tag)


@cache
def returns() -> tuple[str, ...]:
    """The text of every return of the demonstration, and of the accounts of its notifications."""
    return tuple(_texts())


def _texts() -> Iterator[str]:
    for case in demo_cases():
        yield case.payload["circumstances"]
        for each in case.returns:
            told = {f"{letter.lower()}_narrative": text for letter, text in each.sections.items()}
            if told or each.answers:
                yield text_of(read_return({**NAMED, **told, **each.answers}))


def shown(page: BundlePage) -> Said:
    template = environment(SERVICE.templates).get_template("bundle_parts.html")
    return Said(str(template.make_module({}).shaped(page.pieces)))


def test_the_table_of_titles_has_those_of_every_version_of_every_form() -> None:
    sections = [one for form in every() if form.id != NOTIFICATION for one in form.sections]
    titles = {one.title for one in sections if not one.identifying}
    assert titles
    assert {title for title in titles if pieces_of(f"{title}\nText.")[0].shape is not Shape.HEADING} == set()


def test_every_page_of_the_demonstration_shows_its_text_sign_for_sign() -> None:
    pages = [page for text in returns() for page in numbered(1, paragraphs_by_page(text))]
    assert len(pages) > 1000
    for page in pages:
        assert shown(page).text == page.text


def test_every_section_of_the_demonstration_has_its_heading_and_nothing_else_has_one() -> None:
    found = [one.text for text in returns() for one in pieces_of(text) if one.shape is Shape.HEADING]
    sections = {"B. Summary and circumstances", "C. The child", "D. Family and environment",
                "E. Parenting capacity", "F. Service provision"}  # fmt: skip
    assert {title.removesuffix(":") for title in found} == sections
    lines = [line.removesuffix(":") for text in returns() for line in text.split("\n")]
    assert len(found) == sum(line in sections for line in lines)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_text(text: str) -> None:
    for page in numbered(1, paragraphs_by_page(text)):
        said = shown(page)
        assert said.text == page.text
        assert set(said.elements) <= {"h2", "p", "dl", "div", "dt", "dd"}
