"""What every name in the answers and files of the API means, and where it comes from."""
