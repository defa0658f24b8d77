"""A document is read in a process of its own, which has neither secrets nor much of the machine."""
