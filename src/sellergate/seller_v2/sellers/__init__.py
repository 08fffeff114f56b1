"""The seller perimeter (contract/02): the account as the seller configured it. Reads only."""
