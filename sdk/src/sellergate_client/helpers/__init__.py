"""What takes more than one call: packages of offers, submissions of sheets, orders that changed, parcels."""
