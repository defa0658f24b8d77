"""Who is signed in, in a small database of its own: ``CDOP_ACCOUNTS_DATABASE_URL``.

It knows people who work here and nothing about any child. Every web process asks it on every request of
somebody signed in, so that a session that was ended anywhere is over everywhere, at once.
"""
