"""`make bench`: what this machine does, each figure beside one that was measured in the same run.

Owns: starting the servers, loading them with wrk, the goals, the tables. Refuses: to reach into a server; all it
measures comes through the front door or from `/proc`. docs/performance.md tells how to read the tables.
"""
