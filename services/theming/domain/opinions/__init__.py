"""Rules of the second opinion: when there is enough to learn from, and when an opinion is worth showing."""
