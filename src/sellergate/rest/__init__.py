"""What JSON APIs are made of: bodies, queries, pages of lists, answers, problems, and the OpenAPI document."""
