"""What customers, sellers and customer service write to each other about orders and offers (contract/07); no HTTP."""
