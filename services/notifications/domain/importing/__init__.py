"""Rows of a spreadsheet made what the notification form's validator reads, each answer with its cell."""
