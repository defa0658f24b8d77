"""How the demonstration's cases go through the product: the real actions, each at its time, by its person."""
