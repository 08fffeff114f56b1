"""The finance perimeter (contract/08): what the marketplace owes and bills the seller."""
