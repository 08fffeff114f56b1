"""Traffic: what was asked of the API and of the token server, by whom and how it ended, kept in minutes and hours. No HTTP."""
