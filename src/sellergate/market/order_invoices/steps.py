"""The steps that a file goes through, and how it may end: the codes of `integrationStatus`, in three languages.

The contract's own list is not known beyond the order of the work (contract/06 §1): order, file, attached. The developer
site shows these as a page.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from sellergate.market.languages import Language


class Texts(NamedTuple):
    """A text in the languages of the catalogue."""

    en: str
    fr: str
    es: str

    def of(self, language: Language) -> str:
        """The text in `language`."""
        text: str = getattr(self, language.short)
        return text


class Step(NamedTuple):
    """A step that was reached, or the reason why a file failed: then `remedy` says what to do."""

    code: str
    meaning: Texts
    remedy: Texts | None = None

    @property
    def is_failure(self) -> bool:
        """Whether the file ends with it, unattached."""
        return self.remedy is not None

    def message(self, language: Language) -> str:
        """What it means and what to do."""
        texts = [self.meaning] + ([self.remedy] if self.remedy else [])
        return " ".join(text.of(language) for text in texts)


_SEND_AGAIN: Final = Texts(
    "Export it again from your invoicing program and send it again.",
    "Exportez-le à nouveau depuis votre logiciel de facturation et renvoyez-le.",
    "Expórtelo de nuevo desde su programa de facturación y envíelo otra vez.",
)

RECEIVED: Final = Step(
    "Received",
    Texts(
        "The file was received and waits to be checked.",
        "Le fichier est reçu et attend d'être vérifié.",
        "El archivo se ha recibido y espera su comprobación.",
    ),
)
ORDER_CHECKED: Final = Step(
    "OrderChecked",
    Texts(
        "The order was found and takes an invoice. The file is checked next.",
        "La commande est trouvée et accepte une facture. Le fichier est vérifié ensuite.",
        "El pedido existe y admite una factura. Ahora se comprueba el archivo.",
    ),
)
FILE_CHECKED: Final = Step(
    "FileChecked",
    Texts(
        "The file is a whole invoice. It is scanned for viruses, then attached.",
        "Le fichier est une facture complète. Il passe l'antivirus, puis est rattaché.",
        "El archivo es una factura completa. Pasa el antivirus y después se adjunta.",
    ),
)
ATTACHED: Final = Step(
    "Attached",
    Texts(
        "The invoice is attached to its order. One that was there before is replaced.",
        "La facture est rattachée à sa commande. Celle qui y était est remplacée.",
        "La factura está adjunta a su pedido. La anterior queda sustituida.",
    ),
)
ORDER_NOT_FOUND: Final = Step(
    "OrderNotFound",
    Texts(
        "The name of the file, without its extension, is the id of none of your orders.",
        "Le nom du fichier, sans son extension, n'est l'identifiant d'aucune de vos commandes.",
        "El nombre del archivo, sin su extensión, no es el identificador de ninguno de sus pedidos.",
    ),
    Texts(
        "Name it after the order, such as 2611071032ABCDE.pdf, and send it again.",
        "Nommez-le d'après la commande, par exemple 2611071032ABCDE.pdf, et renvoyez-le.",
        "Llámelo como el pedido, por ejemplo 2611071032ABCDE.pdf, y envíelo otra vez.",
    ),
)
ORDER_NOT_FULFILLED: Final = Step(
    "OrderNotFulfilled",
    Texts(
        "No line of the order is shipped yet.",
        "Aucune ligne de la commande n'est encore expédiée.",
        "Ninguna línea del pedido se ha enviado todavía.",
    ),
    Texts(
        "Ship the order, then send the invoice again.",
        "Expédiez la commande, puis renvoyez la facture.",
        "Envíe el pedido y después mande otra vez la factura.",
    ),
)
DUPLICATE: Final = Step(
    "DuplicateInImport",
    Texts(
        "Several files of this import are for the same order, and an order has one invoice. None of them was attached.",
        "Plusieurs fichiers de cet import visent la même commande, qui n'a qu'une facture. Aucun n'a été rattaché.",
        "Varios archivos de esta importación son del mismo pedido, que tiene una sola factura. No se adjuntó ninguno.",
    ),
    Texts(
        "Send the right one again, alone.",
        "Renvoyez le bon, seul.",
        "Envíe otra vez el correcto, solo.",
    ),
)
SEVERAL_INVOICES: Final = Step(
    "SeveralInvoices",
    Texts(
        "The archive holds several files, but it was sent for one order.",
        "L'archive contient plusieurs fichiers alors qu'elle vise une seule commande.",
        "El archivo comprimido contiene varios archivos, pero es para un solo pedido.",
    ),
    Texts(
        "Send the one invoice of the order, or use POST /order-invoice-imports with a file for each order.",
        "Envoyez l'unique facture de la commande, ou utilisez POST /order-invoice-imports avec un fichier par commande.",
        "Envíe la única factura del pedido, o use POST /order-invoice-imports con un archivo por pedido.",
    ),
)
FILE_EMPTY: Final = Step(
    "FileEmpty",
    Texts("The file is empty.", "Le fichier est vide.", "El archivo está vacío."),
    _SEND_AGAIN,
)
FORMAT_NOT_SUPPORTED: Final = Step(
    "FormatNotSupported",
    Texts(
        "The content is neither a PDF nor an invoice or credit note in UBL 2.1, whatever the name says.",
        "Le contenu n'est ni un PDF, ni une facture ou un avoir en UBL 2.1, quel que soit le nom.",
        "El contenido no es un PDF ni una factura o abono en UBL 2.1, diga lo que diga el nombre.",
    ),
    Texts(
        "Send a PDF, UBL 2.1 XML, or a ZIP archive of such files that holds no other archive.",
        "Envoyez un PDF, un XML UBL 2.1, ou une archive ZIP de tels fichiers, sans autre archive à l'intérieur.",
        "Envíe un PDF, un XML UBL 2.1 o un ZIP de esos archivos que no contenga otro archivo comprimido.",
    ),
)
FILE_CORRUPT: Final = Step(
    "FileCorrupt",
    Texts(
        "The file is damaged or cut: it cannot be read to its end.",
        "Le fichier est abîmé ou tronqué : il ne peut pas être lu jusqu'au bout.",
        "El archivo está dañado o cortado: no se puede leer hasta el final.",
    ),
    _SEND_AGAIN,
)
FILE_PROTECTED: Final = Step(
    "FileProtected",
    Texts(
        "The file is encrypted, or packed in a way that is not read.",
        "Le fichier est chiffré, ou compressé d'une façon qui n'est pas lue.",
        "El archivo está cifrado o comprimido de una forma que no se lee.",
    ),
    Texts(
        "Make the archive again without password, with stored or deflated entries.",
        "Recréez l'archive sans mot de passe, avec des entrées stockées ou « deflate ».",
        "Cree de nuevo el archivo comprimido sin contraseña, con entradas almacenadas o «deflate».",
    ),
)
FILE_TOO_LARGE: Final = Step(
    "FileTooLarge",
    Texts(
        "The invoice is larger than 10 MiB.",
        "La facture dépasse 10 Mio.",
        "La factura supera 10 MiB.",
    ),
    Texts(
        "Make it smaller, for example with pictures of a lower resolution.",
        "Réduisez-la, par exemple avec des images de moindre résolution.",
        "Redúzcala, por ejemplo con imágenes de menor resolución.",
    ),
)
ARCHIVE_CORRUPT: Final = Step(
    "ArchiveCorrupt",
    Texts(
        "The ZIP archive is damaged, or names in it lead out of it. Nothing of it was taken.",
        "L'archive ZIP est abîmée, ou des noms à l'intérieur mènent hors d'elle. Rien n'en a été pris.",
        "El ZIP está dañado o contiene nombres que llevan fuera de él. No se tomó nada.",
    ),
    Texts(
        "Make the archive again and send it again.",
        "Recréez l'archive et renvoyez-la.",
        "Cree de nuevo el archivo comprimido y envíelo otra vez.",
    ),
)
ARCHIVE_EMPTY: Final = Step(
    "ArchiveEmpty",
    Texts(
        "The ZIP archive holds no file.",
        "L'archive ZIP ne contient aucun fichier.",
        "El ZIP no contiene ningún archivo.",
    ),
    Texts(
        "Put the invoices into it and send it again.",
        "Mettez-y les factures et renvoyez-la.",
        "Ponga en él las facturas y envíelo otra vez.",
    ),
)
ARCHIVE_TOO_LARGE: Final = Step(
    "ArchiveTooLarge",
    Texts(
        "The ZIP archive holds more than 1,000 files, or unpacks to more than 200 MiB. Nothing of it was taken.",
        "L'archive ZIP contient plus de 1 000 fichiers, ou dépasse 200 Mio une fois décompressée. Rien n'en a été pris.",
        "El ZIP contiene más de 1000 archivos o supera 200 MiB al descomprimirse. No se tomó nada.",
    ),
    Texts(
        "Send several smaller archives.",
        "Envoyez plusieurs archives plus petites.",
        "Envíe varios archivos comprimidos más pequeños.",
    ),
)
VIRUS_FOUND: Final = Step(
    "VirusFound",
    Texts(
        "The virus scanner found something in the file, which is deleted.",
        "L'antivirus a trouvé quelque chose dans le fichier, qui est supprimé.",
        "El antivirus encontró algo en el archivo, que se elimina.",
    ),
    Texts(
        "Check the computer that made it, then make the invoice anew.",
        "Vérifiez l'ordinateur qui l'a produit, puis refaites la facture.",
        "Revise el ordenador que lo creó y haga la factura de nuevo.",
    ),
)
NOT_PROCESSED: Final = Step(
    "NotProcessed",
    Texts(
        "The file could not be processed, through no fault of yours.",
        "Le fichier n'a pas pu être traité, sans faute de votre part.",
        "No se pudo procesar el archivo, sin culpa suya.",
    ),
    Texts("Send it again.", "Renvoyez-le.", "Envíelo otra vez."),
)

STEPS: Final[Mapping[str, Step]] = {
    step.code: step
    for step in (
        *(RECEIVED, ORDER_CHECKED, FILE_CHECKED, ATTACHED),
        *(ORDER_NOT_FOUND, ORDER_NOT_FULFILLED, DUPLICATE, SEVERAL_INVOICES),
        *(FORMAT_NOT_SUPPORTED, FILE_EMPTY, FILE_CORRUPT, FILE_PROTECTED, FILE_TOO_LARGE),
        *(ARCHIVE_CORRUPT, ARCHIVE_EMPTY, ARCHIVE_TOO_LARGE, VIRUS_FOUND, NOT_PROCESSED),
    )
}


class FileRefused(Exception):
    """The file is not attached."""

    def __init__(self, step: Step) -> None:
        self.step = step
        super().__init__(step.code)
