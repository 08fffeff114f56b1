"""What every page is made of: templates, components, texts, formats, static files, session, CSRF.

Knows no business rule and no store: surfaces hand it finished values.
"""
