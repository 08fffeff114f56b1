"""Listings: aggregators that sellers can pick from a list, once the operator has approved name and logo."""
