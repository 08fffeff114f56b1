"""An XML package of two offers to start from: what the downloads hold, and what the reference's example sends."""

import io
import zipfile
from typing import Final

NAME: Final = "offers-example.zip"

_TYPES: Final = """\
<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="xml" ContentType="text/xml"/>
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
</Types>
"""
_RELATIONS: Final = """\
<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://cdiscount.com/uri/document" Target="/Content/Offers.xml" Id="offers"/>
</Relationships>
"""
_OFFERS: Final = """\
<?xml version="1.0" encoding="utf-8"?>
<OfferPackage Name="Example" PackageType="Full" PurgeAndReplace="false"
    xmlns="clr-namespace:Cdiscount.Service.OfferIntegration.Pivot;assembly=Cdiscount.Service.OfferIntegration">
  <OfferPackage.Offers>
    <OfferCollection Capacity="2">
      <Offer SellerProductId="GANT-ALDIS-BM-OCC" ProductEan="0400000000046" ProductCondition="1" Price="19.90"
             EcoPart="0" DeaTax="0" Vat="20" Stock="3" PreparationTime="2">
        <Offer.ShippingInformationList>
          <ShippingInformationList Capacity="1">
            <ShippingInformation DeliveryMode="Tracked" ShippingCharges="4.90" AdditionalShippingCharges="1.50"/>
          </ShippingInformationList>
        </Offer.ShippingInformationList>
      </Offer>
      <!-- No product has this number: the offer is refused, its neighbour is not, and the log says why. -->
      <Offer SellerProductId="GANT-ALDIS-BS-OCC" ProductEan="0400000005119" ProductCondition="1" Price="19.90"
             EcoPart="0" DeaTax="0" Vat="20" Stock="1" PreparationTime="2">
        <Offer.ShippingInformationList>
          <ShippingInformationList Capacity="1">
            <ShippingInformation DeliveryMode="Tracked" ShippingCharges="4.90" AdditionalShippingCharges="1.50"/>
          </ShippingInformationList>
        </Offer.ShippingInformationList>
      </Offer>
    </OfferCollection>
  </OfferPackage.Offers>
  <OfferPackage.OfferPublicationList>
    <OfferPublicationList Capacity="1">
      <PublicationPool Id="1"/>
    </OfferPublicationList>
  </OfferPackage.OfferPublicationList>
</OfferPackage>
"""


def sample_archive() -> bytes:
    """The archive: the same bytes whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("Content/Offers.xml", _OFFERS),
        ):
            entry = zipfile.ZipInfo(name)  # of 1980, as zip counts
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return made.getvalue()
