"""The portal: the pages where people sign in, look after their credentials and run the marketplace.

Parses forms, calls the access rooms, renders. Holds no business rule.
"""
