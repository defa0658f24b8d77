"""Themes by medspaCy: its target matcher, spaCy's sentencizer and its own ConText with the rules it ships.

Runs in an environment of its own. Reads what to look for (argument 1: a TOML file of keywords by theme, or
a JSON file of regular expressions by theme) and JSON lines of texts (standard input); writes a line of JSON
for each text as `cdop theme` does and, last, the seconds of processor time without the start.
"""

import json
import sys
import time
import tomllib
from pathlib import Path

import medspacy  # noqa: F401  its import registers the parts
import spacy
from medspacy.target_matcher import TargetRule


def rules(file: Path) -> list[TargetRule]:
    told = file.read_text(encoding="utf-8")
    if file.suffix == ".toml":
        return [TargetRule(word, theme) for theme, words in tomllib.loads(told).items() for word in words]
    expressions = json.loads(told)
    return [TargetRule(one[:40], theme, pattern=one) for theme, many in expressions.items() for one in many]


def pipeline(file: Path) -> spacy.Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    matcher = nlp.add_pipe("medspacy_target_matcher")
    matcher.add(rules(file))
    nlp.add_pipe("medspacy_context")
    return nlp


def reading(entity: spacy.tokens.Span) -> str:
    flags = entity._
    if flags.is_negated:
        return "negated"
    if flags.is_uncertain:
        return "uncertain"
    if flags.is_historical:
        return "historical"
    if flags.is_hypothetical:
        return "hypothetical"
    return "other_person" if flags.is_family else "affirmed"


def main() -> None:
    nlp = pipeline(Path(sys.argv[1]))
    lines = [json.loads(line) for line in sys.stdin]
    nlp(lines[0]["text"])
    started = time.process_time()
    out = []
    for line in lines:
        themes = [
            {
                "theme": entity.label_,
                "assertion": reading(entity),
                "evidence": [{"start": entity.start_char, "end": entity.end_char, "text": entity.text}],
            }
            for entity in nlp(line["text"]).ents
        ]
        out.append({"id": line["id"], "themes": themes})
    taken = time.process_time() - started
    for one in out:
        print(json.dumps(one))
    print(json.dumps({"seconds": taken}))


if __name__ == "__main__":
    main()
