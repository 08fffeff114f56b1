"""Delivery modes: their codes, and every other name that clients and files use for them (contract/04 §A.3)."""

from typing import Final, NamedTuple


class DeliveryMode(NamedTuple):
    """A way to the buyer. `fee` and `additional_fee` are the numbers by which results name its costs."""

    code: str
    legacy_code: str
    xml_name: str
    name: str
    fee: str
    additional_fee: str


TRACKED: Final = "THD"  # that every offer must have

MODES: Final = (
    DeliveryMode("NTHD", "STD", "Standard", "NotTrackedHomeDelivery", "11", "15"),
    DeliveryMode(TRACKED, "TRK", "Tracked", "TrackedHomeDelivery", "12", "16"),
    DeliveryMode("SHD", "REG", "Registered", "SignedHomeDelivery", "13", "17"),
    DeliveryMode("EHD", "EXP", "Express", "ExpressHomeDelivery", "45", "45"),
    DeliveryMode("FDHD", "LV1", "BigParcelEco", "FixedDateHomeDelivery", "45", "45"),
    DeliveryMode("SRHD", "LV2", "BigParcelStandard", "SpecificRoomHomeDelivery", "45", "45"),
    DeliveryMode("WSHD", "LV3", "BigParcelComfort", "WithSetupHomeDelivery", "45", "45"),
    DeliveryMode("RIM", "RIM", "Rim", "ImmediateVendorPickup", "29", "30"),
    DeliveryMode("PPMR", "PPMR", "MondialRelay", "MondialRelay", "48", "49"),
)

_BY_NAME: Final = {
    name.casefold(): mode
    for mode in MODES
    for name in (mode.code, mode.legacy_code, mode.xml_name, mode.name)
}


def find_mode(name: str) -> DeliveryMode | None:
    """The mode that somebody means, by any of its names in any letter case."""
    return _BY_NAME.get(name.strip().casefold())
