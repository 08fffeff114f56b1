"""The goods: the catalogue, offers and what becomes of them. Vertical slices without HTTP; knows no page and no call.

The Seller API, the pages of sellers and operators, the demo marketplace and background work all use it
(docs/decisions/0026).
"""
