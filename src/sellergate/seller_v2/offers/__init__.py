"""The offers perimeter (contract/04): packages that put offers on sale, and what is on sale."""
