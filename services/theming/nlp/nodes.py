"""What a pattern of the codebook is made of once it is read."""

from dataclasses import dataclass, field


@dataclass
class Node:
    kind: str  # word, regex, gap, sequence, choice
    value: str = ""
    children: list["Node"] = field(default_factory=list)
    optional: bool = False
    repeated: bool = False
