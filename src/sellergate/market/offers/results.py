"""The result codes of offers, `EEPP`: what went wrong (two digits) and with what (two digits), in words (contract/04 §B).

A text is made of both halves, as recorded (“EcoTax : champ obligatoire”), so that every pair has one in every language.
`CATALOGUE` has the pairs that our rules give; the reference of refusals shows those.
"""

from typing import Final, NamedTuple

from sellergate.market.languages import Language, Texts


class Property(NamedTuple):
    """What a result is about. `field` is its member in a JSON request; empty where there is none."""

    number: str
    field: str
    label: Texts


class Situation(NamedTuple):
    """What is the matter, and what mends it. `remedy` is empty where nothing is to be mended."""

    number: str
    text: Texts
    remedy: Texts


class ResultCode(NamedTuple):
    """A code with the words that explain it."""

    code: str
    about: Property
    situation: Situation

    @property
    def is_refusal(self) -> bool:
        """Whether a line with it was not integrated."""
        return self.situation.number not in DONE

    def message(self, language: Language, detail: str = "") -> str:
        """What the line is told, the member of the request included."""
        text = self.situation.text.in_language(language)
        if not self.is_refusal:
            return text
        label = self.about.label.in_language(language)
        named = f"{label} ({self.about.field})" if self.about.field else label
        colon = " : " if language is Language.FRENCH else ": "
        return f"{named}{colon}{text}" + (f" ({detail})" if detail else "")

    def remedy(self, language: Language) -> str:
        """What mends it, in a sentence."""
        return self.situation.remedy.in_language(language)


DONE: Final = ("80", "90", "90 deleted")
CREATED: Final = "8000"
UPDATED: Final = "9000"
DELETED: Final = "9000 deleted"  # its code is not known; clients know 9000 as done

LAPSED: Final = "1723"  # a package was left open too long
FAILED: Final = "2123"  # work on a package had to be given up

_NOTHING = Texts("", "", "")

PROPERTIES: Final = {
    p.number: p
    for p in (
        Property("00", "", Texts("Offre", "Offer", "Oferta")),
        Property("01", "product.gtin", Texts("GTIN", "GTIN", "GTIN")),
        Property("02", "condition", Texts("État du produit", "Condition", "Estado")),
        Property(
            "03",
            "sellerExternalReference",
            Texts("Référence vendeur", "Seller reference", "Referencia del vendedor"),
        ),
        Property("04", "product.reference", Texts("SKU", "SKU", "SKU")),
        Property("05", "quantity", Texts("Stock", "Stock", "Existencias")),
        Property("06", "price.price", Texts("Prix", "Price", "Precio")),
        Property("07", "price.taxes[VAT]", Texts("TVA", "VAT", "IVA")),
        Property("08", "price.taxes[Ecotax]", Texts("EcoTax", "Eco tax", "Ecotasa")),
        Property(
            "09",
            "preparationTime",
            Texts("Délai de préparation", "Preparation time", "Plazo de preparación"),
        ),
        Property(
            "10",
            "preparationTime",
            Texts(
                "Délai de préparation maximal",
                "Longest preparation time",
                "Plazo máximo de preparación",
            ),
        ),
        Property(
            "11",
            "deliveryModes[NTHD]",
            Texts(
                "Frais de port - mode standard",
                "Delivery fees - standard mode",
                "Gastos de envío - modo estándar",
            ),
        ),
        Property(
            "12",
            "deliveryModes[THD]",
            Texts(
                "Frais de port - mode suivi",
                "Delivery fees - tracked mode",
                "Gastos de envío - modo con seguimiento",
            ),
        ),
        Property(
            "13",
            "deliveryModes[SHD]",
            Texts(
                "Frais de port - mode recommandé",
                "Delivery fees - registered mode",
                "Gastos de envío - modo certificado",
            ),
        ),
        Property("14", "comment", Texts("Commentaire", "Comment", "Comentario")),
        Property(
            "15",
            "deliveryModes[NTHD].additionalCost",
            Texts(
                "Frais supplémentaires - mode standard",
                "Additional fees - standard mode",
                "Gastos adicionales - modo estándar",
            ),
        ),
        Property(
            "16",
            "deliveryModes[THD].additionalCost",
            Texts(
                "Frais supplémentaires - mode suivi",
                "Additional fees - tracked mode",
                "Gastos adicionales - modo con seguimiento",
            ),
        ),
        Property(
            "17",
            "deliveryModes[SHD].additionalCost",
            Texts(
                "Frais supplémentaires - mode recommandé",
                "Additional fees - registered mode",
                "Gastos adicionales - modo certificado",
            ),
        ),
        Property(
            "18",
            "price.originPrice",
            Texts("Prix de référence", "Reference price", "Precio de referencia"),
        ),
        Property("19", "", Texts("Type de promotion", "Promotion type", "Tipo de promoción")),
        Property(
            "20", "", Texts("Début de promotion", "Start of promotion", "Inicio de la promoción")
        ),
        Property("21", "", Texts("Fin de promotion", "End of promotion", "Fin de la promoción")),
        Property(
            "22", "", Texts("Période de promotion", "Period of promotion", "Período de promoción")
        ),
        Property("23", "", Texts("Paquet", "Package", "Paquete")),
        Property("24", "product", Texts("Produit", "Product", "Producto")),
        Property("25", "", Texts("Promotion", "Promotion", "Promoción")),
        Property(
            "26",
            "",
            Texts("Pourcentage de remise", "Discount percentage", "Porcentaje de descuento"),
        ),
        Property(
            "27",
            "",
            Texts(
                "Prix de référence des soldes",
                "Reference price of sales",
                "Precio de referencia de rebajas",
            ),
        ),
        Property("28", "", Texts("Offre", "Offer", "Oferta")),
        Property(
            "29",
            "deliveryModes[RIM]",
            Texts(
                "Frais - retrait immédiat",
                "Fees - immediate pick-up",
                "Gastos - recogida inmediata",
            ),
        ),
        Property(
            "30",
            "deliveryModes[RIM].additionalCost",
            Texts(
                "Frais supplémentaires - retrait immédiat",
                "Additional fees - immediate pick-up",
                "Gastos adicionales - recogida inmediata",
            ),
        ),
        Property("31", "price.taxes[Deatax]", Texts("Taxe DEA", "DEA tax", "Tasa DEA")),
        Property(
            "45",
            "deliveryModes",
            Texts("Livraison à domicile", "Home delivery", "Entrega a domicilio"),
        ),
        Property("46", "", Texts("Prix minimal", "Minimum price", "Precio mínimo")),
        Property(
            "48",
            "deliveryModes[PPMR]",
            Texts("Frais - Mondial Relay", "Fees - Mondial Relay", "Gastos - Mondial Relay"),
        ),
        Property(
            "49",
            "deliveryModes[PPMR].additionalCost",
            Texts(
                "Frais supplémentaires - Mondial Relay",
                "Additional fees - Mondial Relay",
                "Gastos adicionales - Mondial Relay",
            ),
        ),
        Property("62", "", Texts("Unité de conditionnement", "Packaging unit", "Unidad de envase")),
        Property(
            "63", "", Texts("Valeur de conditionnement", "Packaging value", "Valor de envase")
        ),
    )
}

SITUATIONS: Final = {
    s.number: s
    for s in (
        Situation(
            "10",
            Texts("champ obligatoire", "required", "campo obligatorio"),
            Texts("Envoyez ce champ.", "Send this member.", "Envíe este campo."),
        ),
        Situation(
            "11",
            Texts("format incorrect", "wrong format", "formato incorrecto"),
            Texts(
                "Envoyez une valeur du type demandé.",
                "Send a value of the kind that is asked for.",
                "Envíe un valor del tipo solicitado.",
            ),
        ),
        Situation(
            "12",
            Texts("longueur incorrecte", "wrong length", "longitud incorrecta"),
            Texts(
                "Raccourcissez ou complétez la valeur.",
                "Shorten or complete the value.",
                "Acorte o complete el valor.",
            ),
        ),
        Situation(
            "13",
            Texts("inexistant", "non-existent", "inexistente"),
            Texts(
                "Vérifiez la valeur ; un produit doit d'abord être créé.",
                "Check the value; a product must be created first.",
                "Compruebe el valor; un producto debe crearse antes.",
            ),
        ),
        Situation(
            "14",
            Texts("déjà présent", "already known", "ya presente"),
            Texts("Envoyez-le une seule fois.", "Send it once only.", "Envíelo una sola vez."),
        ),
        Situation(
            "15",
            Texts("non autorisé", "not allowed", "no autorizado"),
            Texts(
                "Utilisez ce que l'opérateur autorise.",
                "Use what the operator allows.",
                "Use lo que el operador autoriza.",
            ),
        ),
        Situation(
            "16",
            Texts(
                "clé de contrôle incorrecte", "wrong check digit", "dígito de control incorrecto"
            ),
            Texts(
                "Corrigez le code : son dernier chiffre ne correspond pas aux autres.",
                "Correct the code: its last digit does not fit the others.",
                "Corrija el código: su último dígito no corresponde a los demás.",
            ),
        ),
        Situation(
            "17",
            Texts("hors limites", "out of bounds", "fuera de límites"),
            Texts(
                "Envoyez une valeur dans les limites indiquées.",
                "Send a value within the bounds that are told.",
                "Envíe un valor dentro de los límites indicados.",
            ),
        ),
        Situation(
            "19",
            Texts("doit être supérieur à zéro", "must be above zero", "debe ser superior a cero"),
            Texts(
                "Envoyez un prix supérieur à zéro.",
                "Send a price above zero.",
                "Envíe un precio superior a cero.",
            ),
        ),
        Situation(
            "20",
            Texts(
                "doit être d'au moins 0,10", "must be 0.10 at least", "debe ser de al menos 0,10"
            ),
            Texts(
                "Envoyez un prix de référence d'au moins 0,10, ou n'en envoyez pas.",
                "Send a reference price of 0.10 at least, or none.",
                "Envíe un precio de referencia de al menos 0,10, o ninguno.",
            ),
        ),
        Situation(
            "21",
            Texts("échec de l'intégration", "integration failed", "fallo de integración"),
            Texts(
                "Envoyez à nouveau le paquet. Si cela persiste, prévenez l'opérateur.",
                "Send the package again. If it stays, tell the operator.",
                "Envíe de nuevo el paquete. Si persiste, avise al operador.",
            ),
        ),
        Situation(
            "23",
            Texts(
                "inférieur au prix de vente",
                "below the selling price",
                "inferior al precio de venta",
            ),
            Texts(
                "Envoyez un prix de référence au moins égal au prix, dans la même ligne.",
                "Send a reference price that is not below the price, in the same line.",
                "Envíe un precio de referencia no inferior al precio, en la misma línea.",
            ),
        ),
        Situation(
            "24",
            Texts(
                "cette offre existe sous une autre référence",
                "this offer exists under another reference",
                "esta oferta existe con otra referencia",
            ),
            Texts(
                "Utilisez la référence indiquée, ou supprimez d'abord l'autre offre.",
                "Use the reference that is told, or delete the other offer first.",
                "Use la referencia indicada, o elimine antes la otra oferta.",
            ),
        ),
        Situation(
            "25",
            Texts(
                "déjà utilisée pour un autre produit ou un autre état",
                "already used for another product or condition",
                "ya usada para otro producto o estado",
            ),
            Texts(
                "Choisissez une autre référence, ou supprimez d'abord l'offre qui la porte.",
                "Choose another reference, or delete the offer that has it first.",
                "Elija otra referencia, o elimine antes la oferta que la tiene.",
            ),
        ),
        Situation(
            "26",
            Texts(
                "antérieure à la date de début",
                "before the start",
                "anterior a la fecha de inicio",
            ),
            Texts(
                "Envoyez une fin postérieure au début.",
                "Send an end that is after the start.",
                "Envíe un fin posterior al inicio.",
            ),
        ),
        Situation(
            "29",
            Texts(
                "inférieur à l'éco-participation et à la taxe DEA",
                "below eco tax and DEA tax",
                "inferior a la ecotasa y la tasa DEA",
            ),
            Texts(
                "Envoyez un prix qui contient ces taxes.",
                "Send a price that includes these taxes.",
                "Envíe un precio que incluya estas tasas.",
            ),
        ),
        Situation(
            "30",
            Texts("référence inconnue", "unknown reference", "referencia desconocida"),
            Texts(
                "Envoyez le GTIN du produit, ou une référence de produit qui existe.",
                "Send the GTIN of the product, or a product reference that exists.",
                "Envíe el GTIN del producto, o una referencia de producto existente.",
            ),
        ),
        Situation(
            "31",
            Texts(
                "plusieurs produits pour cette référence",
                "several products for this reference",
                "varios productos para esta referencia",
            ),
            Texts(
                "Envoyez le GTIN du produit.",
                "Send the GTIN of the product.",
                "Envíe el GTIN del producto.",
            ),
        ),
        Situation(
            "34",
            Texts("non ouvert à la vente", "not open to the marketplace", "no abierto a la venta"),
            Texts(
                "Ce produit n'accepte pas d'offres : demandez à l'opérateur.",
                "This product takes no offers: ask the operator.",
                "Este producto no acepta ofertas: pregunte al operador.",
            ),
        ),
        Situation(
            "36",
            Texts("n'existe pas", "does not exist", "no existe"),
            Texts(
                "Créez l'offre avec un paquet Upsert, ou vérifiez la référence et le canal.",
                "Create the offer with an Upsert package, or check the reference and the channel.",
                "Cree la oferta con un paquete Upsert, o compruebe la referencia y el canal.",
            ),
        ),
        Situation(
            "40",
            Texts(
                "mode de livraison non configuré",
                "delivery mode not configured",
                "modo de entrega no configurado",
            ),
            Texts(
                "Activez ce mode sur le compte vendeur, ou ne l'envoyez pas.",
                "Enable the mode on the seller account, or do not send it.",
                "Active el modo en la cuenta de vendedor, o no lo envíe.",
            ),
        ),
        Situation(
            "48",
            Texts(
                "le GTIN et la référence désignent deux produits",
                "GTIN and reference name two products",
                "el GTIN y la referencia designan dos productos",
            ),
            Texts(
                "Envoyez l'un des deux, ou ceux du même produit.",
                "Send one of them, or those of the same product.",
                "Envíe uno de los dos, o los del mismo producto.",
            ),
        ),
        Situation("80", Texts("Offre créée", "Offer created", "Oferta creada"), _NOTHING),
        Situation(
            "90", Texts("Offre mise à jour", "Offer updated", "Oferta actualizada"), _NOTHING
        ),
        Situation(
            "90 deleted", Texts("Offre supprimée", "Offer deleted", "Oferta eliminada"), _NOTHING
        ),
    )
}

# Every pair that our rules give, situation by situation.
_ISSUED: Final = {
    "10": "01 02 03 05 06 07 08 09 11 12 13 19 23 24 29 31 45 48",
    "11": "01 02 03 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 23 24 26 28 29 30 31 45 46 48 49 62 63",
    "12": "03 14 24",
    "13": "07 23 24 45",
    "14": "03 07 08 31 45",
    "15": "23",
    "16": "01",
    "17": "05 06 07 08 09 10 11 12 13 15 16 17 18 23 26 29 30 31 45 46 48 49 63",
    "19": "06",
    "20": "18",
    "21": "23",
    "23": "18",
    "24": "28",
    "25": "03",
    "26": "21",
    "29": "06",
    "30": "24",
    "31": "24",
    "34": "24",
    "36": "28",
    "40": "11 13 29 45 48",
    "48": "24",
    "80": "00",
    "90": "00",
}

CATALOGUE: Final = {
    f"{situation}{number}": ResultCode(
        f"{situation}{number}", PROPERTIES[number], SITUATIONS[situation]
    )
    for situation, numbers in _ISSUED.items()
    for number in numbers.split()
} | {DELETED: ResultCode(UPDATED, PROPERTIES["00"], SITUATIONS["90 deleted"])}


def result_code(key: str) -> ResultCode:
    """The entry that a line was judged with."""
    return CATALOGUE[key]
