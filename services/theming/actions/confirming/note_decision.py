"""Every step on a theme of a case is kept, with who and when, beside how the theme stands now."""

from sqlalchemy import insert

from services.theming.tables import theme_decision
from shared.storage import Transaction


def note_decision(
    tx: Transaction,
    *,
    case: str,
    theme: str,
    step: str,
    reason: str = "",
    renamed_to: str | None = None,
    pipeline_version: str = "",
) -> None:
    """``step`` is one of those the table names. Rows are only ever added."""
    tx.session.execute(
        insert(theme_decision).values(
            case_reference=case,
            theme=theme,
            step=step,
            renamed_to=renamed_to,
            reason=reason,
            pipeline_version=pipeline_version,
            **by_whom(tx),
        )
    )


def by_whom(tx: Transaction) -> dict[str, object]:
    return {"decided_by": tx.person.id, "decided_by_name": tx.person.name, "decided_at": tx.at}
