"""What redaction puts in the place of an identifier is never evidence, in part or whole."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.theming.nlp.normalising import FILLING, normalise, without_identifiers
from services.theming.nlp.themer import load_themer

REDACTION = Path("services/notifications/domain")
FORM = re.compile(r"\[[A-Za-z][A-Za-z '-]+\]")
#: Read as somebody, by rules of their own; or said to somebody about themselves, and never to a panel.
READ_OR_NEVER_HERE = {"[name]", "[you]"}
CARRIERS = (
    "The mother can be rung on {}; she asks that nobody calls before noon.",
    "The call to {} was not answered and the ambulance was delayed.",
    "No {} was recorded and nobody followed it up.",
    "He posted it on {} before he died by suicide.",
    "He was hit by {} on {}.",
    "The car {} hit him at {}.",
    "The interpreter on {} was not available.",
    "Damp at {} was reported to the landlord.",
)


def forms() -> set[str]:
    """Every text in square brackets that is written in redaction, but in an expression."""
    found: set[str] = set()
    for file in sorted([*(REDACTION / "redaction").glob("*.py"), *(REDACTION / "material").glob("*.py")]):
        found.update(_written(ast.parse(file.read_text(encoding="utf-8"))))
    return found - READ_OR_NEVER_HERE


def _written(tree: ast.AST) -> Iterator[str]:
    expressions = {
        id(given)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.")
        for given in ast.walk(call)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in expressions:
            yield from (node.value,) if FORM.fullmatch(node.value) else ()


def even(text: str) -> str:
    return normalise(text, lambda word: word).text


def test_every_form_of_redaction_is_filled_up_and_counts_as_many_words() -> None:
    assert len(forms()) > 20
    for form in forms():
        assert re.fullmatch(rf"\[(?:{FILLING}+ )*{FILLING}+\]", even(form)), form
        assert len(even(form)) == len(form)


def test_a_name_and_any_other_bracket_are_read_as_before() -> None:
    assert without_identifiers("[name] and [her mother]") == "[name] and [her mother]"


def test_a_form_broken_by_the_end_of_a_line_is_filled_up_too() -> None:
    assert "number" not in even("She was rung on [telephone\nnumber] that night.")


@pytest.mark.parametrize("form", sorted(forms()))
def test_no_evidence_begins_ends_or_lies_in_it(form: str) -> None:
    for carrier in CARRIERS:
        text = carrier.replace("{}", form)
        taken = [match.span() for match in FORM.finditer(text)]
        for proposal in load_themer().propose(text).proposals:
            for evidence in proposal.evidence:
                begins = [start for start, end in taken if start <= evidence.start < end]
                ends = [start for start, end in taken if start < evidence.end <= end]
                assert not begins, (proposal.theme, evidence.text)
                assert not ends, (proposal.theme, evidence.text)
