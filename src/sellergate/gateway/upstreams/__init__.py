"""Perimeters that the operator serves: calls that passed the gate go on to a service of their own, streamed both ways.

Knows HTTP/1.1 as a client; knows nothing of tokens. `proxy` is the way in.
"""
