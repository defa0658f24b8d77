"""The rules for the tables that every service's database has."""

#: Rows are added and never changed, whoever asks.
ONLY_ADDED_TO = frozenset({"audit_entry"})
