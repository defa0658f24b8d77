"""The rules without a database: clocks and themes."""

import json

import spacy

from services.notifications.timeliness import judge_lines
from services.theming.nlp.themer import load_themer
from tests.benchmarks.material import DEATHS, TEXTS
from tests.benchmarks.measuring import report, seconds


def judging_deaths() -> None:
    ours = seconds(lambda: list(judge_lines(DEATHS)))
    floor = seconds(lambda: [json.dumps(json.loads(line)) for line in DEATHS])
    count = len(DEATHS)
    report("Clocks judged", count / ours, count / floor, "deaths/s", "read and write JSON")


def theming_texts() -> None:
    themer, blank = load_themer(), spacy.blank("en")
    blank.add_pipe("sentencizer")
    ours = seconds(lambda: [themer.propose(text) for text in TEXTS])
    floor = seconds(lambda: [blank(text) for text in TEXTS])
    report("Texts themed", len(TEXTS) / ours, len(TEXTS) / floor, "texts/s", "blank spaCy, sentences only")
