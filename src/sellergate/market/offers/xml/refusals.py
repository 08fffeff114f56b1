"""Why a whole XML package is rejected: a code, and what to mend, in the language of the package.

Codes are as those of lines, error and property (contract/04 §B); the property is 23, the package.
"""

from typing import Final, NamedTuple

from sellergate.market.languages import Language

LONGEST: Final = 200  # characters of a message, as the column has them


class Reason(NamedTuple):
    """A reason to reject a package, in three languages; `{…}` is filled in."""

    code: str
    en: str
    fr: str
    es: str


class PackageRefused(Exception):
    """Nothing of the package can be integrated. `reason` says what its sender can mend."""

    def __init__(self, reason: Reason, **details: object) -> None:
        self.reason = reason
        self.details = details
        super().__init__(self.text(Language.ENGLISH))

    def text(self, language: Language) -> str:
        """What the sender is told."""
        text: str = getattr(self.reason, language.short)
        return text.format(**self.details)[:LONGEST]


class HostUnavailable(PackageRefused):
    """The archive cannot be had now, which may be over in a minute."""


NOT_ALLOWED: Final = Reason(
    "1523",
    "The host of the package may not be fetched from. Put the archive on a public https address.",
    "L'hôte du paquet n'est pas autorisé. Déposez l'archive à une adresse https publique.",
    "No se permite descargar del host del paquete. Publique el archivo en una dirección https pública.",
)
NO_HOST: Final = Reason(
    "1323",
    "The host of the package does not exist. Check the address.",
    "L'hôte du paquet n'existe pas. Vérifiez l'adresse.",
    "El host del paquete no existe. Compruebe la dirección.",
)
NO_ANSWER: Final = Reason(
    "2123",
    "The host of the package does not answer, or its certificate is not valid. Send the package again once it does.",
    "L'hôte du paquet ne répond pas, ou son certificat n'est pas valide. Renvoyez le paquet une fois rétabli.",
    "El host del paquete no responde o su certificado no es válido. Vuelva a enviar el paquete cuando responda.",
)
TOO_SLOW: Final = Reason(
    "2123",
    "The archive did not arrive within {seconds} seconds. Put it on a faster host, or send less at once.",
    "L'archive n'est pas arrivée en {seconds} secondes. Utilisez un hôte plus rapide, ou envoyez-en moins à la fois.",
    "El archivo no llegó en {seconds} segundos. Use un host más rápido o envíe menos a la vez.",
)
STATUS: Final = Reason(
    "1323",
    "The address of the package answers with status {status}, not 200. It must lead to the archive itself, without redirect.",
    "L'adresse du paquet répond avec le statut {status} au lieu de 200. Elle doit mener à l'archive, sans redirection.",
    "La dirección del paquete responde con el estado {status} en vez de 200. Debe llevar al archivo, sin redirección.",
)
COMPRESSED: Final = Reason(
    "1123",
    "The host compresses the archive (Content-Encoding). Serve it as it is.",
    "L'hôte compresse l'archive (Content-Encoding). Servez-la telle quelle.",
    "El host comprime el archivo (Content-Encoding). Sírvalo tal cual.",
)
NO_FILE: Final = Reason(
    "1323",
    "There is no such file in the folder of packages.",
    "Ce fichier n'existe pas dans le dossier des paquets.",
    "No existe ese archivo en la carpeta de paquetes.",
)
ARCHIVE_TOO_LARGE: Final = Reason(
    "1723",
    "The archive is larger than {limit} MiB. Send several packages.",
    "L'archive dépasse {limit} Mio. Envoyez plusieurs paquets.",
    "El archivo supera {limit} MiB. Envíe varios paquetes.",
)
NOT_ZIP: Final = Reason(
    "1123",
    "The file is not a whole zip archive. Make it again with stored or deflated entries.",
    "Le fichier n'est pas une archive zip complète. Recréez-la avec des entrées stockées ou « deflate ».",
    "El archivo no es un zip completo. Créelo de nuevo con entradas almacenadas o «deflate».",
)
ENTRIES: Final = Reason(
    "1723",
    "The archive has more than {limit} entries. Put the three files of the format into it and nothing else.",
    "L'archive a plus de {limit} entrées. N'y mettez que les trois fichiers du format.",
    "El archivo tiene más de {limit} entradas. Incluya solo los tres archivos del formato.",
)
NO_OFFERS_FILE: Final = Reason(
    "1023",
    "The archive has no Content/Offers.xml, or more than one. Put the offers there.",
    "L'archive n'a pas de Content/Offers.xml, ou en a plusieurs. Placez-y les offres.",
    "El archivo no tiene Content/Offers.xml, o tiene varios. Ponga allí las ofertas.",
)
NOT_PLAIN: Final = Reason(
    "1123",
    "Content/Offers.xml is encrypted, a link, or packed in a way that is not read. Store or deflate it, without password.",
    "Content/Offers.xml est chiffré, un lien, ou compressé autrement. Stockez-le ou utilisez « deflate », sans mot de passe.",
    "Content/Offers.xml está cifrado, es un enlace o usa otra compresión. Almacénelo o use «deflate», sin contraseña.",
)
EXPANDS: Final = Reason(
    "1723",
    "Content/Offers.xml unpacks to more than {limit} MiB, or far more than such a file can. Send several packages.",
    "Content/Offers.xml décompressé dépasse {limit} Mio, ou bien trop pour un tel fichier. Envoyez plusieurs paquets.",
    "Content/Offers.xml descomprimido supera {limit} MiB, o demasiado para tal archivo. Envíe varios paquetes.",
)
NOT_XML: Final = Reason(
    "1123",
    "Content/Offers.xml is not well-formed XML: line {line}, column {column}. Mend it there.",
    "Content/Offers.xml n'est pas du XML bien formé : ligne {line}, colonne {column}. Corrigez-le à cet endroit.",
    "Content/Offers.xml no es XML bien formado: línea {line}, columna {column}. Corríjalo allí.",
)
DOCTYPE: Final = Reason(
    "1123",
    "Content/Offers.xml has a DOCTYPE. Remove it: document types and entities are not read.",
    "Content/Offers.xml contient un DOCTYPE. Supprimez-le : les types de document et entités ne sont pas lus.",
    "Content/Offers.xml tiene un DOCTYPE. Elimínelo: no se leen tipos de documento ni entidades.",
)
NOT_AN_OFFER_PACKAGE: Final = Reason(
    "1123",
    "Content/Offers.xml must be an OfferPackage in the namespace clr-namespace:Cdiscount.Service.OfferIntegration.Pivot;"
    "assembly=Cdiscount.Service.OfferIntegration.",
    "Content/Offers.xml doit être un OfferPackage de l'espace clr-namespace:Cdiscount.Service.OfferIntegration.Pivot;"
    "assembly=Cdiscount.Service.OfferIntegration.",
    "Content/Offers.xml debe ser un OfferPackage del espacio clr-namespace:Cdiscount.Service.OfferIntegration.Pivot;"
    "assembly=Cdiscount.Service.OfferIntegration.",
)
TOO_INTRICATE: Final = Reason(
    "1723",
    "Content/Offers.xml is nested too deeply, or has an element or a list that is too large, near line {line}. Make it smaller.",
    "Content/Offers.xml est trop imbriqué, ou contient un élément ou une liste trop grand, vers la ligne {line}. Réduisez-le.",
    "Content/Offers.xml está demasiado anidado o tiene un elemento o lista demasiado grande, hacia la línea {line}. Redúzcalo.",
)
PACKAGE_TYPE: Final = Reason(
    "1123",
    "PackageType must be Full or StockAndPrice.",
    "PackageType doit valoir Full ou StockAndPrice.",
    "PackageType debe ser Full o StockAndPrice.",
)
PURGE: Final = Reason(
    "1123",
    "PurgeAndReplace must be true or false, and true in a Full package only.",
    "PurgeAndReplace doit valoir true ou false, et true seulement dans un paquet Full.",
    "PurgeAndReplace debe ser true o false, y true solo en un paquete Full.",
)
TOO_MANY_OFFERS: Final = Reason(
    "1723",
    "The package has more than {limit} offers. Send several packages.",
    "Le paquet contient plus de {limit} offres. Envoyez plusieurs paquets.",
    "El paquete tiene más de {limit} ofertas. Envíe varios paquetes.",
)
NO_OFFERS: Final = Reason(
    "1023",
    "The package has no offer. Put Offer elements into OfferPackage.Offers/OfferCollection.",
    "Le paquet ne contient aucune offre. Placez des éléments Offer dans OfferPackage.Offers/OfferCollection.",
    "El paquete no tiene ofertas. Ponga elementos Offer en OfferPackage.Offers/OfferCollection.",
)
POOL: Final = Reason(
    "1323",
    "No PublicationPool is a sales channel of this seller. Use 1 for CDISFR, or the id of one of: {channels}.",
    "Aucun PublicationPool n'est un canal de vente de ce vendeur. Utilisez 1 pour CDISFR, ou l'id d'un de ceux-ci : {channels}.",
    "Ningún PublicationPool es un canal de venta de este vendedor. Use 1 para CDISFR, o el id de uno de estos: {channels}.",
)
CHANNELS: Final = Reason(
    "1723",
    "The package is for several sales channels. Send one package for each.",
    "Le paquet vise plusieurs canaux de vente. Envoyez un paquet pour chacun.",
    "El paquete es para varios canales de venta. Envíe un paquete para cada uno.",
)
FAILED: Final = Reason(
    "2123",
    "The package could not be read, through no fault of yours. Send it again.",
    "Le paquet n'a pas pu être lu, sans faute de votre part. Renvoyez-le.",
    "No se pudo leer el paquete, sin culpa suya. Envíelo de nuevo.",
)
