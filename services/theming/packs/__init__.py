"""Learning packs: their material gathered, and the files made of them."""
