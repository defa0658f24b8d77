"""Proposes themes for a text, each with the words that show it.

The pipeline is built once for a process; it uses no network and downloads no model, and the same text gives
the same answer.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_config, load_model_from_config

from services.theming.domain.themes.assertions import Assertion, counts
from services.theming.domain.themes.codebook import load_codebook
from services.theming.domain.themes.faulty_file import told_path, within
from services.theming.domain.themes.theme_proposal import Evidence, Mention, ThemedText, gather
from services.theming.nlp import components
from services.theming.nlp.components import Assertions, Mentions, TellingSentences
from services.theming.nlp.contexts import Found
from services.theming.nlp.normalising import Normalised, normalise
from services.theming.nlp.reading import Reading
from services.theming.nlp.rules import CODEBOOK, read_theme, theme_rules
from services.theming.nlp.spelling import Spelling
from shared.loading import loading

#: The parts of the pipeline that learn the themes.
PARTS = ("mentions", "telling_sentences", "assertions")
CONFIG = Path(__file__).parent / "pipeline.cfg"
#: Raised when the code that reads the rules changes what it finds; rules carry the codebook's version.
ENGINE_VERSION = "11"
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
        doc = self._nlp.make_doc(normalised.text)
        doc.user_data[components.TEXT] = normalised.text
        doc = self._nlp(doc)
        found: list[Found] = doc.user_data[components.FOUND]
        proposals = gather((_mention(normalised, one) for one in found), self._themes)
        affirmed = any(counts(proposal.assertion) for proposal in proposals)
        return ThemedText(self.version, proposals, affirmed or _says_enough(doc))

    def read(self, text: str) -> Reading:
        """The text made ready to be asked what it says of any words in it."""
        return Reading(normalise(text, self._spell))

    def written(self, word: str) -> tuple[str, ...]:
        """How a word is also written that the pipeline reads as this one, as far as tables know it."""
        return self._spell.written(word)

    def assertion_of(self, text: str, start: int, end: int) -> tuple[Assertion, str]:
        """How the words `text[start:end]` are meant, whatever they are, and the words that decided it."""
        return self.read(text).assertion_of(start, end)


def pipeline_of(themer: Themer) -> Language:
    """The parts a themer is made of, for those who teach it."""
    return themer._nlp


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
    with loading():
        return make_themer()


def make_themer(
    folder: Path | None = CODEBOOK,
    more: Sequence[Mapping[str, Any]] = (),
    version: str | None = None,
    *,
    told: bool = True,
) -> Themer:
    """A themer for the theme files of a folder (None: none) and `more` themes, given as such a file reads.

    A theme of `more` takes the place of the file of the same id. The themes of the shipped folder keep the
    codebook's order, those of another the order of their names. Without a version of its own the shipped
    codebook's is taken, with a mark of what was added or changed. Without `told` the patterns alone speak.
    Raises FaultyFile for a faulty theme.
    """
    codebook = load_codebook()
    shipped = folder == CODEBOOK
    data = _files(folder) | {theme["id"]: dict(theme) for theme in more}
    if version is None:
        version = codebook.version if shipped and not more else f"{codebook.version}+{_mark(data)}"
    nlp = load_model_from_config(load_config(CONFIG), auto_fill=True)
    nlp.max_length = 10_000_000
    rules = []
    for name, theme in data.items():
        with within(_place(name, folder)):
            rules.append(theme_rules(theme))
    for part in PARTS if told else (part for part in PARTS if part != "telling_sentences"):
        cast(Mentions | TellingSentences | Assertions, nlp.get_pipe(part)).learn(rules)
    return Themer(nlp, f"rules-{ENGINE_VERSION}+codebook-{version}", tuple(data))


def _place(theme: str, folder: Path | None) -> str:
    file = folder / f"{theme}.toml" if folder else None
    return told_path(file) if file and file.exists() else f"the theme {theme}"


def _files(folder: Path | None) -> dict[str, Any]:
    if folder is None:
        return {}
    shipped = folder == CODEBOOK
    names = list(load_codebook().themes) if shipped else sorted(file.stem for file in folder.glob("*.toml"))
    return {name: read_theme(name, folder) for name in names}


def _mark(themes: Mapping[str, Any]) -> str:
    """The same eight characters for the same rules, on every machine."""
    told = json.dumps(themes, sort_keys=True, default=str)
    return sha256(told.encode()).hexdigest()[:8]
