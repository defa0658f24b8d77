"""What `--help` says of the commands that read texts: their fields, what they say beside, how they end."""

_LINES = """\b
Standard input: a JSON object a line, in UTF-8; blank lines are passed over.
"""
_ENDS = """\b
Exit status: 0, also where some lines could not be read (they are named, the
others go on) and where the reader of the answers has had enough. 1 where not
one of the lines could be read, or a file of the codebook is faulty.

\b
Told on standard error: an id that comes again, lines with bytes that are not
UTF-8, and how many lines could not be read. Standard output has answers alone.
"""
_IDS = """\b
The ids of the themes are the names of the files in
services/theming/nlp/codebook.
"""
_TEXT = """  id     anything that is JSON; {id}
  text   the text, without names (`cdop redact` takes them out)
"""

_MAY = _TEXT.format(id="may be missing: answers keep the lines' order")
_MUST = _TEXT.format(id="must be there: the answers name texts by it")

THEME = f"""Find themes with evidence in the texts of JSON lines on standard input.

{_LINES}{_MAY}
\b
Standard output: one JSON object for each, in the same order, when it is ready.
  id         as it was given, or null
  themes     a list of theme, assertion and evidence; that is a list of start,
             end (characters of the text) and text
  assertion  affirmed counts for a case; negated, uncertain, historical,
             hypothetical, other_person and unanswered do not
  enough     false where the text is too short for a missing theme to mean
             anything; else left out
  error      what is wrong with the line, with its number; else left out

{_IDS}
{_ENDS}"""

DISCOVER = f"""Find themes that the codebook lacks in the texts of JSON lines on standard input, best first.

{_LINES}{_MUST}
\b
Standard output: one JSON object for each theme proposed, when all are read.
  label, terms   words of the theme
  ids            the texts that tell of it
  stability      how often it is found again in parts of the texts (0 to 1)
  agreement      how well two ways of looking agree (0 to 1)
  quotes         a list of id, start, end and text
Where there is too little to say, the only line has too_little (why) and
texts (how many).

{_IDS}
{_ENDS}"""

COMPARE = f"""Name the texts most like each of JSON lines on standard input, best first, and why.

{_LINES}{_MUST}  age_band, themes   a text and a list of ids, where they are known; without
         themes the text is read for them

\b
Standard output: one JSON object for each, in the same order, when all are read.
  id        as it was given
  nearest   a list of id, score (0 to 1) and reasons (kind, values, share);
            empty where none is alike
  error     what is wrong with the line, with its number; else left out

{_IDS}
{_ENDS}"""
