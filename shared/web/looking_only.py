"""A page for whoever sees its case by broken glass alone: what they may not send is not offered to them."""

import re

INSTEAD = '<p class="nhsuk-hint">Somebody who is named for this case can act here.</p>'
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
# Values are escaped, so that no sign of an attribute ends a tag; a form never holds a form.
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>.*?</form>', re.DOTALL | re.IGNORECASE)
_DETAILS = re.compile(r"<details\b(?:(?!<details\b).)*?</details>", re.DOTALL)
_SHOWN = re.compile(r"<(?:table|ul|ol|dl|pre|h\d|form)\b")
_FILLED_IN = re.compile(r'<(?:textarea|select)\b|<input\b(?![^>]*\btype="hidden")', re.IGNORECASE)


def without_forms(html: str) -> str:
    """The page without the forms of its content that change something; searches and filters stay.

    Where one had to be filled in, it says who can act; a button alone, and what is opened to fill one in, go
    as if they had never been there.
    """
    return _MAIN.sub(lambda main: _FORM.sub(_instead, _DETAILS.sub(_to_open, main.group())), html)


def _to_open(details: re.Match[str]) -> str:
    shows_more = _SHOWN.search(_FORM.sub("", details.group()))
    return details.group() if shows_more or not _FORM.search(details.group()) else ""


def _instead(form: re.Match[str]) -> str:
    return INSTEAD if _FILLED_IN.search(form.group()) else ""
