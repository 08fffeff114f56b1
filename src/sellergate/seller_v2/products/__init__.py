"""The product perimeter (contract/03): categories, brands, sheets and what sellers submit."""
