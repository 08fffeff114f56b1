"""Work that was acknowledged and is done in the background, by any node, each step once (docs/decisions/0025).

Knows no perimeter: what a job does is its handler's matter.
"""
