"""The orders perimeter (contract/05): reading orders, and what sellers do with them."""
