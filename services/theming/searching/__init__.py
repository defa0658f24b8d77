"""Search over de-identified texts that knows how words are meant."""
