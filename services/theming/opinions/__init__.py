"""Models that learn from what people decided: learning, files, and reading a case with them."""
