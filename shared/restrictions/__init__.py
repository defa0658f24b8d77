"""Cases that only people named may see, and the glass that somebody else breaks for a time.

``add_restrictions(metadata)`` gives a service's database the two tables that say who may see; from then
on ``shared/storage/case_scope.py`` takes what is closed to who looks out of every read.
"""
