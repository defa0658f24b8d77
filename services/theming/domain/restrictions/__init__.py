"""Which cases only named people may see."""
