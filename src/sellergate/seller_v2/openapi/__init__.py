"""What the OpenAPI document of the Seller API says."""
