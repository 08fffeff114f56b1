"""Be listed: an aggregator asks to be in the list that sellers pick from; the logos of that list."""
