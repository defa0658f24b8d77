"""The quarterly learning pack: what goes into it, how it is worded, who releases it."""
