"""Proposes themes for a text, each with the words that show it.

The pipeline is built once for a process; it uses no network and no model, and the same text gives the
same answer.
"""

import re
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_config, load_model_from_config

from services.theming.domain.themes.assertions import counts
from services.theming.domain.themes.codebook import load_codebook
from services.theming.domain.themes.theme_proposal import Evidence, Mention, ThemedText, gather
from services.theming.nlp import components
from services.theming.nlp.contexts import Found
from services.theming.nlp.normalising import Normalised, normalise
from services.theming.nlp.spelling import Spelling

CONFIG = Path(__file__).parent / "pipeline.cfg"
#: Raised when the code that reads the rules changes what it finds; rules carry the codebook's version.
ENGINE_VERSION = "2"
#: Of a text with fewer words outside of forms, and no theme affirmed, nothing can be said.
FEWEST_WORDS = 12
WORDS = re.compile(r"[a-z]{2,}")


class Themer:
    """`propose` takes any text, of any length, and gives every mention of every theme with its assertion."""

    def __init__(self, nlp: Language, version: str, themes: tuple[str, ...]) -> None:
        self.version, self._nlp, self._themes, self._spell = version, nlp, themes, Spelling()

    def propose(self, text: str) -> ThemedText:
        """Themes of the text; offsets count characters of `text` as given. Blank text has none."""
        if not text.strip():
            return ThemedText(self.version, (), enough=False)
        normalised = normalise(text, self._spell)
        doc = self._nlp(normalised.text)
        found: list[Found] = doc.user_data[components.FOUND]
        proposals = gather((_mention(normalised, one) for one in found), self._themes)
        affirmed = any(counts(proposal.assertion) for proposal in proposals)
        return ThemedText(self.version, proposals, affirmed or _says_enough(doc))


def _says_enough(doc: Doc) -> bool:
    """Whether enough words stand outside of the headings and bare answers of a form."""
    in_forms = sum(
        len(WORDS.findall(doc.user_data[components.TEXT], field.start, field.end))
        for field in doc.user_data[components.FORM]
    )
    return len(WORDS.findall(doc.user_data[components.TEXT])) - in_forms >= FEWEST_WORDS


def _mention(normalised: Normalised, found: Found) -> Mention:
    start, end = normalised.span(found.start, found.end)
    sentence = normalised.span(*found.sentence)
    evidence = Evidence(start, end, normalised.original[start:end], found.rule.id, found.cue, *sentence)
    return Mention(found.rule.theme, found.assertion, evidence)


@cache
def load_themer() -> Themer:
    """The shipped pipeline, built from pipeline.cfg and the codebook. Raises when a data file is faulty."""
    codebook = load_codebook()
    themes = tuple(codebook.themes)
    config = load_config(CONFIG)
    for part in ("mentions", "assertions"):
        config["components"][part]["themes"] = list(themes)
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.max_length = 10_000_000
    return Themer(nlp, f"rules-{ENGINE_VERSION}+codebook-{codebook.version}", themes)
