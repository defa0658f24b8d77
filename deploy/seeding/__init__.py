"""How the demonstration's cases go through the product: the real actions, each at its time and by its person."""
