"""Moving an installation from one database to another: a folder of JSON lines, one file a table (docs/decisions/0020)."""
