"""The audit that an outsider can verify: marks on entries, links in a chain, signed seals, anchors.

Each entry carries a keyed mark from the moment it is written (``entries``). A worker step links committed
entries into a chain and seals each batch with a signature (``sealing``); the last seal goes into a file once
a day (``anchors``). ``checking`` finds what was changed, removed, inserted or put in another order since.
"""
