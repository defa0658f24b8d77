"""Three ways to see early that more children die of something, and how often each is wrong by chance."""
