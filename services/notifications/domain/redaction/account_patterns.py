"""E-mail, web addresses and the names people go by on line."""

import re

from .pattern import Pattern

_SOCIAL_MEDIA = "instagram insta snapchat snap tiktok facebook twitter discord roblox whatsapp"
_NO_STOP = r"(?<![.,;:!?'\"\u2019\u201d])"  # what ends the sentence behind an address stays

ACCOUNT_PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "email",
        "[e-mail address]",
        re.compile(
            r"(?<![\w.+'-])[\w.+'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.(?:\n(?=[\w-]+\.\w|(?:com|co|org|net|uk|nhs|gov|police|sch|ac|info|example|test|eu|ie)\b))?[\w-]{1,63}|\s\.[\w-]{2,63}|\s?\.\s(?:com|co|org|net|uk|nhs)\b){1,6}"
        ),
        near="at",
    ),
    Pattern(
        "web_address",
        "[web address]",
        re.compile(rf"\b(?:https?://|www\.)[^\s<>\"')\]]+{_NO_STOP}"),
        opens="http https www",
    ),
    Pattern(
        "web_address",
        "[web address]",
        re.compile(
            r"(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:com|co\.uk|org|org\.uk|net|nhs\.uk|gov\.uk|sch\.uk|ac\.uk|police\.uk|uk|example|info|io|app)\b[^\s,;)]*"
            + _NO_STOP
        ),
        near="dot",
    ),
    Pattern(
        "web_address",
        "[social media name]",
        re.compile(
            r"\b(?:instagram|insta|snapchat|snap|tiktok|facebook|twitter|discord|roblox|whatsapp)"
            r"(?:\s+(?:name|handle|user|username|account))?\s*[:@]\s*([\w.@-]{3,}" + _NO_STOP + ")"
        ),
        opens=_SOCIAL_MEDIA,
    ),
    Pattern(
        "web_address", "[social media name]", re.compile(r"(?<![\w.])@[a-z0-9_.]{3,}" + _NO_STOP), near="at"
    ),
    Pattern(
        "web_address",
        "[social media name]",
        re.compile(
            r"\b(?:username|user\s?name|handle|gamertag|screen\s?name|profile|account|login|user)(?:\s+(?:name|is|was|called))*\s*[:@\s]\s*"
            r"((?=[\w.@-]{0,30}(?:[\d_]|\.\w))[a-z][\w.@-]*\w)"
        ),
        opens="username user handle gamertag screenname screen profile account login",
    ),
    Pattern(
        "web_address",
        "[social media name]",
        re.compile(
            r"\b(?:instagram|insta|snapchat|snap|tiktok|facebook|twitter|discord|roblox|whatsapp)\W+(?:(?:name|as|from|by|to|under|account|user|messages?)\s+){1,3}"
            r"((?=[\w.@-]{0,30}[\d_])[a-z][\w.@-]*\w)"
        ),
        opens=_SOCIAL_MEDIA,
    ),
    Pattern(
        "case_number",
        "[call sign]",
        re.compile(r"\b(?:call\s?sign|fleet number)s?\W{1,3}(?:is\s|was\s)?([a-z]{1,3}\s?\d{1,4}[a-z]?)\b"),
        opens="call callsign callsigns fleet",
    ),
    Pattern(  # three words that a voice joined: "hammer dot basket dot lemon"
        "web_address",
        "[location]",
        re.compile(
            r"(?<![\w@.])[a-z]{3,}\sdot\s[a-z]{3,}\sdot\s(?!(?:com|org|net|co|uk|gov|info)\b)[a-z]{3,}\b"
        ),
        near="said dot",
    ),
    Pattern("web_address", "[location]", re.compile(r"///\s?[a-z]+\.[a-z]+\.[a-z]+"), near="slash"),
    Pattern(
        "web_address",
        "[location]",
        re.compile(
            r"\b(?:what\s?3\s?words?|what three words|w3w)\b[\s:=-]*(?:\.co/)?(?:address|is|was|are|location|code)?[\s:]*((?:///)?[a-z]{3,}(?:[./]|,\s|\sdot\s|\sstop\s)[a-z]{3,}(?:[./]|,\s|\sdot\s|\sstop\s)[a-z]{3,})"
        ),
        opens="what w",
    ),
)
