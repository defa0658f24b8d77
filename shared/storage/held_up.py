"""What is said when a migration is not finished."""


class MigrationHeldUp(Exception):
    """A migration was not finished, the version before works on; the message says what to do."""
