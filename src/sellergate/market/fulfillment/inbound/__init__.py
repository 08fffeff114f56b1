"""Supply orders: what sellers announce to the warehouses, whether it may come, and what was counted when it did."""
