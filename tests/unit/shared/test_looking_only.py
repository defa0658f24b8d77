"""A page is shown without the forms that would be refused; what only looks stays."""

from shared.web.looking_only import INSTEAD, without_forms

AROUND = '<header><form method="post" action="/out"><button>Out</button></form></header>'


def test_forms_that_change_something_go_and_searches_stay() -> None:
    search = '<form method="get" action="/cases"><input name="q"><button>Find</button></form>'
    hidden = '<input type="hidden" name="t">'
    button = f'<form class="x" method="post" action="/a">{hidden}<button>Chase</button></form>'
    typed = '<form method="post" action="/b" novalidate>\n<textarea name="why"></textarea></form>'
    page = f"{AROUND}<main id=a><h1>C</h1>{button}{search}{typed}</main>{AROUND}"
    assert without_forms(page) == f"{AROUND}<main id=a><h1>C</h1>{search}{INSTEAD}</main>{AROUND}"


def test_what_is_opened_to_fill_a_form_in_goes_with_it_and_what_shows_more_stays() -> None:
    form = '<form method="post" action="/b"><textarea name="why"></textarea></form>'
    opened = f"<details><summary>Add one</summary><p>Why.</p>{form}</details>"
    shows = f"<details><summary>All</summary><ul><li>One</li></ul>{form}</details>"
    plain = "<details><summary>What it means</summary><p>This.</p></details>"
    page = f"<main>{opened}{shows}{plain}</main>"
    assert without_forms(page) == f"<main>{shows.replace(form, INSTEAD)}{plain}</main>"
