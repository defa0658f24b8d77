"""A page for whoever sees its case by broken glass alone: what they may not send is not offered to them."""

import re

INSTEAD = '<p class="nhsuk-hint">Somebody who is named for this case can act here.</p>'
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
# Values are escaped, so that no sign of an attribute ends a tag; a form never holds a form.
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>.*?</form>', re.DOTALL | re.IGNORECASE)
_FILLED_IN = re.compile(r'<(?:textarea|select)\b|<input\b(?![^>]*\btype="hidden")', re.IGNORECASE)


def without_forms(html: str) -> str:
    """The page without the forms of its content that change something; searches and filters stay.

    Where one had to be filled in, it says who can act; a button alone goes as if it had never been there.
    """
    return _MAIN.sub(lambda main: _FORM.sub(_instead, main.group()), html)


def _instead(form: re.Match[str]) -> str:
    return INSTEAD if _FILLED_IN.search(form.group()) else ""
