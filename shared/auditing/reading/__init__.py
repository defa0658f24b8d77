"""The audit read by a person: what was read in plain words, and reading that somebody should ask about."""
