"""Blocks to one HTML file that stands alone: no script, nothing fetched, pictures inside it."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path

from services.theming.domain.printed_blocks import Block, Cell, words_of

STYLE, STACKED = (Path(__file__).with_name(name) for name in ("printed.css", "stacked.css"))


def as_html(title: str, blocks: Sequence[Block]) -> bytes:
    """The file, in UTF-8."""
    body = "\n".join(_shown(number, block) for number, block in enumerate(blocks))
    style = STYLE.read_text(encoding="utf-8")
    if any(block.get("stacked") for block in blocks):
        style += STACKED.read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_words(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        "</body>\n</html>\n"
    ).encode()


def _shown(number: int, block: Block) -> str:
    match block["kind"]:
        case "heading":
            level = block["level"]
            return f'<h{level} id="part-{number}">{_words(block["text"])}</h{level}>'
        case "paragraph":
            return f"<p{_quiet(block['quiet'])}>{_words(block['text'])}</p>"
        case "note":
            return f'<p class="note">{_words(block["text"])}</p>'
        case "list":
            return "<ul>" + "".join(f"<li>{_words(item)}</li>" for item in block["items"]) + "</ul>"
        case "table":
            return _table(number, block)
        case "terms":
            return "<dl>" + "".join(_term(*item) for item in block["items"]) + "</dl>"
        case "chart":
            return _chart(block)
    return ""


def _table(number: int, block: Block) -> str:
    if block.get("stacked"):
        return _stacked(number, block)
    head = "".join(f'<th scope="col">{_words(each)}</th>' for each in block["head"])
    rows = "".join(
        f'<tr><th scope="row">{_cell(first)}</th>'
        + "".join(f"<td>{_cell(each)}</td>" for each in rest)
        + "</tr>"
        for first, *rest in block["rows"]
    )
    return (
        f'<div class="table" role="region" aria-labelledby="table-{number}" tabindex="0"><table>'
        f'<caption id="table-{number}">{_cell(block["caption"])}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _stacked(number: int, block: Block) -> str:
    """Roles are said: shown as cards, a table is none any more to some screen readers."""
    head = "".join(f'<th role="columnheader" scope="col">{_words(each)}</th>' for each in block["head"])
    rows = "".join(
        f'<tr role="row"><th role="rowheader" scope="row">{_cell(first)}</th>'
        + "".join(
            f'<td role="cell"><span class="label" aria-hidden="true">{_words(label)}</span>{_cell(each)}</td>'
            for label, each in zip(block["head"][1:], rest, strict=True)
        )
        + "</tr>"
        for first, *rest in block["rows"]
    )
    caption = f'<caption id="table-{number}">{_cell(block["caption"])}</caption>'
    return (
        f'<table role="table" class="stacked">{caption}'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _cell(cell: Cell) -> str:
    words = _words(words_of(cell))
    return words if isinstance(cell, str) else f'<a href="#{escape(cell["to"])}">{words}</a>'


def _term(anchor: str, term: str, meaning: str) -> str:
    return f'<dt id="{escape(anchor)}">{_words(term)}</dt><dd>{_words(meaning)}</dd>'


def _chart(block: Block) -> str:
    """On a telephone the one drawn for it, or its letters would be too small to read."""
    narrow = (
        f'<source media="(max-width: 40em)" srcset="{_data(block["narrow"])}">' if block["narrow"] else ""
    )
    return (
        f"<figure><figcaption>{_words(block['title'])}</figcaption><picture>{narrow}"
        f'<img src="{_data(block["svg"])}" alt="{escape(block["alt"])}"></picture></figure>'
    )


def _data(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _quiet(quiet: bool) -> str:
    return ' class="quiet"' if quiet else ""


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")
