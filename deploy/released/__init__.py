"""What the released version says to its databases: recorded, to check the next schema against it."""

from pathlib import Path


def statement_recorder_source() -> Path:
    """The plugin as a file, to be put into another version's tree."""
    return Path(__file__).with_name("statement_recorder.py")
