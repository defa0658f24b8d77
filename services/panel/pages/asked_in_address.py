"""What a page of lists was asked for in its address: something that its lists offer, or it is named."""

from collections.abc import Collection

from shared.errors import Fault


def offered(
    field: str, called: str, asked: str, choices: Collection[str], otherwise: str = ""
) -> tuple[str, list[Fault]]:
    """What is shown, and what is wrong with what was asked; "" asks for nothing, and ``otherwise`` is shown.

    ``called``: the field as its form calls it. What was asked is not repeated.
    """
    if not asked or asked in choices:
        return asked or otherwise, []
    return otherwise, [Fault(field, f"{called}: this is not among the choices here.")]
