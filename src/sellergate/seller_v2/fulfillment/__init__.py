"""The fulfillment perimeter (contract/09)."""
