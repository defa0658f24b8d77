"""Reports that can be made again: what they are made of, and how they come to be final."""
