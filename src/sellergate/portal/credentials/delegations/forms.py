"""The limits of a delegation as a form: everything for ever, unless the seller says otherwise."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from litestar.datastructures import FormMultiDict

from sellergate.access.delegations.models import Delegation
from sellergate.access.scopes import Perimeter, Rights
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.portal.credentials.days import parse_end
from sellergate.web.pages import field, fields


class LimitsContradictory(Refusal):
    """Everything, and yet perimeters are ticked: giving more than was meant cannot be undone."""

    message = N_("Choose “Only these perimeters” to keep the ticks, or untick them.")
    field = "extent"


class PerimeterUnknown(Refusal):
    """Not one of the list."""

    message = N_("Choose perimeters from the list.")
    field = "perimeters"


@dataclass(frozen=True, slots=True)
class LimitsForm:
    """What is in the fields, as typed."""

    extent: str = "all"
    perimeters: tuple[str, ...] = ()
    read_only: bool = False
    expires_at: str = ""

    @property
    def is_default(self) -> bool:
        """Whether nothing is limited."""
        return self == LimitsForm()

    def as_query(self) -> str:
        """The fields as a part of an address, to come back to the form as it was."""
        pairs = [
            ("extent", self.extent),
            *(("perimeters", name) for name in self.perimeters),
            *([("read_only", "1")] if self.read_only else []),
            ("expires_at", self.expires_at),
        ]
        return urlencode(pairs)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a delegation is limited to."""

    rights: Rights
    expires_at: datetime | None


def read_limits(form: FormMultiDict) -> LimitsForm:
    """The fields of a form, or of an address that leads to one."""
    return LimitsForm(
        extent=field(form, "extent") or "all",
        perimeters=tuple(fields(form, "perimeters"))[: len(Perimeter)],
        read_only=field(form, "read_only") == "1",
        expires_at=field(form, "expires_at")[:20],
    )


def form_of(delegation: Delegation) -> LimitsForm:
    """The fields as a delegation has them."""
    chosen = delegation.rights.perimeters
    return LimitsForm(
        extent="all" if chosen is None else "some",
        perimeters=tuple(p.value for p in Perimeter if p in (chosen or ())),
        read_only=delegation.rights.read_only,
        expires_at=f"{delegation.expires_at:%Y-%m-%d}" if delegation.expires_at else "",
    )


def parse_limits(form: LimitsForm) -> Limits:
    """The limits that the fields say. Raises `LimitsContradictory`, `PerimeterUnknown`, `DayMalformed`."""
    return Limits(Rights(_parse_extent(form), form.read_only), parse_end(form.expires_at))


def _parse_extent(form: LimitsForm) -> frozenset[Perimeter] | None:
    if form.extent != "some":
        if form.perimeters:
            raise LimitsContradictory
        return None
    try:
        return frozenset(Perimeter(name) for name in form.perimeters)
    except ValueError:
        raise PerimeterUnknown from None
