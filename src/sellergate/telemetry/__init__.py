"""Telemetry: what a node measured, as metrics for Prometheus and as traces. Reads what the rooms count; decides nothing.

Owns: metric names, the sum over worker processes, `/metrics`, spans.
Refuses: to count by itself on the hot path, and labels that name a client or a seller.
"""
