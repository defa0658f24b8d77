"""What is kept how long, what is held, and what is disposed of by whom."""
