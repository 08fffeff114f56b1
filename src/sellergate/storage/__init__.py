"""Storage: the runner of reads and writes, the one schema, its migrations. Knows no rule."""
