"""Activity: the audit trail that concerns me, in plain words."""
