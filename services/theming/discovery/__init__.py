"""Finding what many texts tell of that the codebook has no theme for: numbers and words, no database."""
