"""A mapping is saved under a name, so that next time the columns are known."""

from dataclasses import replace

from services.notifications.domain.importing.mapping import ImportMapping, as_written, mapping_id
from services.notifications.queries.importing import latest_version
from services.notifications.tables.importing import import_mapping
from shared.people import Permission, check
from shared.storage import Transaction


def save_mapping(tx: Transaction, *, mapping: ImportMapping, name: str) -> ImportMapping:
    """The mapping under its new name; the same name again is a new version, and the older ones stay."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    saved_id = mapping_id(name)
    version = latest_version(tx, saved_id) + 1
    saved = replace(
        mapping,
        id=saved_id,
        name=name.strip(),
        version=str(version),
        source=f"Saved by the office, after “{mapping.name}”",
        in_force_from=tx.at.date(),
    )
    row = {"mapping_id": saved_id, "version": version, "name": saved.name, "saved_on": tx.at.date()}
    definition = {"saved_by": tx.person.name, "definition": as_written(saved)}
    tx.session.execute(import_mapping.insert(), row | definition)
    tx.audit("save_mapping", subject=saved_id, detail={"version": version})
    return saved
