"""Tables of several dimensions, made when they are asked for and protected against what was asked before."""
