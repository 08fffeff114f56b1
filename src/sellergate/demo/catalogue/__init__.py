"""The catalogue of the demo marketplace: invented categories, brands, sheets and offers, the same for the same seed."""
