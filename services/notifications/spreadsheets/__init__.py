"""Reading spreadsheets that somebody uploads: XLSX, ODS and delimited text, with limits, into plain cells."""

from services.notifications.spreadsheets.opening import open_spreadsheet
from services.notifications.spreadsheets.sheets import NotReadable, Sheet, Spreadsheet

__all__ = ["NotReadable", "Sheet", "Spreadsheet", "open_spreadsheet"]
