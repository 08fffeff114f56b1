"""Small tools that know nothing of sellers: clock, ids, secrets, refusals, problems. Imports nothing of ours."""
