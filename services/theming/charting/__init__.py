"""Charts filled with what the statistics would publish: no number is drawn that a table would not show."""
