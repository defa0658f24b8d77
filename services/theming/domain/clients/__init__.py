"""Programs that ask the API: what each may ask, how often, and until when."""
