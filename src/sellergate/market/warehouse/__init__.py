"""The warehouses: what sellers keep there, and every movement of it. Knows neither orders nor shipments."""
