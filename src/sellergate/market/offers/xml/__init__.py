"""Packages of offers as zipped XML at an address of the seller's (contract/04 §E, docs/decisions/0029).

Fetches and reads them, and hands what they hold on as the lines of a JSON package; judges no offer. Everything that comes
from outside is hostile here: the address, who answers there, the archive, its XML.
"""
