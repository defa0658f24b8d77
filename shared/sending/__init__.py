"""How messages leave: by mail or through GOV.UK Notify, behind one interface."""

from shared.sending.carrier import Carrier, Letter, NotSent, open_carrier

__all__ = ["Carrier", "Letter", "NotSent", "open_carrier"]
