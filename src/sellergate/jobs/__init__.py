"""Work that was acknowledged and is done in the background: durably, in turn, by whichever node is free.

Knows no perimeter: who has work to do names a kind of job and gives the function that does it (docs/decisions/0025).
"""
