"""What the product is made of: pins of the locks, licences, what is known against them, bills."""
