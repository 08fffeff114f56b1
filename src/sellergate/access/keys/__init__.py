"""Keys: the signing keys of the token server; several live at once, so that rotation refuses nobody."""
