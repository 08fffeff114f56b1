"""Where background work on sellers was before: see `sellergate.market.working`."""

from sellergate.market.working import SellersWork, plan_work

__all__ = ["SellersWork", "plan_work"]
