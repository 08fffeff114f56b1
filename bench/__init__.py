"""`make bench`: what one core of this machine does, beside a bare Litestar endpoint measured in the same run.

Owns: starting the servers, loading them with wrk, the goals, the table. Refuses: to reach into a server; all it
measures comes through the front door or from `/proc`. docs/performance.md tells how to read the table.
"""
