"""The page on which one part of a pack is written, with the material it is drawn from beside it."""

from typing import Any

from fastapi import Request, Response

from services.theming.actions.packs.write_section import write_section
from services.theming.domain.packs.left_out_cases import left_out_while_read, without_cases
from services.theming.domain.packs.pack import PackChangedMeanwhile
from services.theming.domain.packs.printed_annexe import case_row, open_row, without_sentence
from services.theming.domain.packs.printed_learning import where_it_stands
from services.theming.domain.packs.recommendation_words import state_in_words
from services.theming.domain.packs.sections import THEME, section_named
from services.theming.pages.typed import number_in
from services.theming.queries import packs
from services.theming.queries.double_reading import hidden_until_both_read
from shared.errors import Invalid
from shared.people import Permission, can
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()


@html.get("/packs/{pack_id}/parts/{section}", name="pack_section")
def one(request: Request, tx: Tx, pack_id: str, section: str) -> Response:
    return _page(request, tx, pack_id, section)


@html.post("/packs/{pack_id}/parts/{section}", name="write_pack_section")
def write(request: Request, tx: Tx, posted: Posted, pack_id: str, section: str) -> Response:
    try:
        write_section(
            tx,
            pack_id=pack_id,
            section=section,
            text=posted.text("text"),
            version=number_in(posted, "version"),
            left_out=posted.text("left_out") == "yes",
            why_left_out=posted.text("why_left_out"),
        )
    except Invalid as invalid:
        return _page(request, tx, pack_id, section, 422, values=posted.texts(), faults=invalid.faults)
    except PackChangedMeanwhile as changed:
        opened = _version(tx, pack_id, section, number_in(posted, "version"))
        typed = {"values": posted.texts(), "version": changed.version}
        shown = {**typed, "changed": changed, "opened": opened}
        return _page(request, tx, pack_id, section, changed.status, **shown)
    return redirect(request, "pack", _saved(tx, posted, pack_id, section), pack_id=pack_id)


def _saved(tx: Transaction, posted: Posted, pack_id: str, section: str) -> str:
    """Who empties a part is told at once what that means, and not only when the pack goes forward."""
    if posted.text("text") or posted.text("left_out") == "yes":
        return "Saved."
    found = packs.pack(tx, pack_id)
    about = section_named(packs.gathered(tx, found.id, found.gathered), section)
    return f"Saved. “{about.label}” is empty now. {about.if_empty}"


def _version(tx: Transaction, pack_id: str, section: str, number: int) -> Any:
    """What somebody typed over; None where nothing was written."""
    every = packs.all_texts(tx, pack_id)
    return next((each for each in every if (each.section, each.version) == (section, number)), None)


def _page(
    request: Request, tx: Transaction, pack_id: str, section: str, status_code: int = 200, **shown: Any
) -> Response:
    """``values`` keep the version that was typed over, unless ``version`` says otherwise."""
    found = packs.pack(tx, pack_id)
    gathered = packs.gathered(tx, found.id, found.gathered)
    about = section_named(gathered, section)
    before = packs.texts_of(tx, found.id).get(section)
    standing = {"text": before.text, "why_left_out": before.why_left_out} if before else {}
    standing["left_out"] = "yes" if before and before.left_out else ""
    values = shown.pop("values", {**standing, "version": str(before.version if before else 0)})
    # A case that is closed to who is looking is not there; one that they read as the second person is said.
    every = gathered.case_references
    seen, reads = packs.cases_seen(tx, every), hidden_until_both_read(tx) & every
    contents = without_cases(gathered, (every - seen) | reads)
    theme = contents.theme(section.removeprefix(THEME)) if section.startswith(THEME) else None
    tx.audit("read_pack_section", subject=f"{found.id}/{section}", reading=True)
    return page(
        request,
        "pack_section.html",
        status_code,
        pack=found,
        section=about,
        before=before,
        values=values,
        version=shown.pop("version", values.get("version", "0")),
        theme=theme,
        left_out=left_out_while_read(len(reads & seen)),
        cases=[(each, case_row(each)) for each in theme.cases] if theme else [],
        without=without_sentence(theme.cases) if theme else "",
        waiting=[open_row(each) for each in theme.open] if theme else [],
        stands=lambda one: where_it_stands(one, contents, theme.id if theme else ""),
        signals=[
            each
            for each, whole in zip(contents.signals, gathered.signals, strict=True)
            if seen.issuperset(whole.case_references)
        ],
        state=lambda one: state_in_words(one, contents.as_of),
        may_write=found.open and can(tx.person, Permission.CONFIRM_THEME),
        **shown,
    )
