"""Messages that a service has sent: kept with the change they tell, sent by a background step, never twice.

A service adds ``add_messages(metadata)`` to its tables, ``send_messages(...)`` to its background work and
``messages_router(...)`` to its pages; its actions call ``queue_message``.
"""
