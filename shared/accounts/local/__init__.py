"""Accounts of this installation's own, for a site without a provider of identities (``CDOP_LOCAL_ACCOUNTS``).

A password, a code that changes every half minute, and recovery codes; whoever lacks one of the first two is
told the same as somebody who is not known.
"""
