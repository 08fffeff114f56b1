"""The limits of a delegation as a form: everything for ever, unless the seller says otherwise."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from litestar.datastructures import FormMultiDict

from sellergate.access.delegations.models import Delegation
from sellergate.access.scopes import Perimeter, Rights
from sellergate.kit.errors import Refusal
from sellergate.kit.marks import N_
from sellergate.web.pages import field, fields

_LAST_MOMENT = time(23, 59, 59, tzinfo=UTC)


class LimitsContradictory(Refusal):
    """Everything, and yet perimeters are ticked: giving more than was meant cannot be undone."""

    message = N_("Choose “Only these perimeters” to keep the ticks, or untick them.")
    field = "extent"


class PerimeterUnknown(Refusal):
    """Not one of the list."""

    message = N_("Choose perimeters from the list.")
    field = "perimeters"


class EndMalformed(Refusal):
    """Not a day."""

    message = N_("Enter a day such as 2027-12-31, or leave it empty for no end.")
    field = "expires_at"


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
    """The limits that the fields say. Raises `LimitsContradictory`, `PerimeterUnknown`, `EndMalformed`."""
    return Limits(Rights(_parse_extent(form), form.read_only), parse_end(form.expires_at))


def parse_end(text: str) -> datetime | None:
    """The last moment of a day, in UTC; None for no end. Raises `EndMalformed`."""
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), _LAST_MOMENT)
    except ValueError:
        raise EndMalformed from None


def _parse_extent(form: LimitsForm) -> frozenset[Perimeter] | None:
    if form.extent != "some":
        if form.perimeters:
            raise LimitsContradictory
        return None
    try:
        return frozenset(Perimeter(name) for name in form.perimeters)
    except ValueError:
        raise PerimeterUnknown from None
