"""Why a submitted sheet is refused, and what else is said about it: code, field, message, remedy, in three languages.

Reports keep which refusal it was and the values of its text; the message is made when it is read, in the language asked
for then. The developer site shows `REFUSALS` as a page. Codes of contract/03 §GET /products-integration-reports are kept.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sellergate.market.languages import Language, Texts


class Level(StrEnum):
    """How grave it is: the member of a report that it is in."""

    ERROR = "errors"  # the sheet is refused
    WARNING = "warnings"
    INFO = "infos"


class Refusal(NamedTuple):
    """A thing that can be said about a submitted sheet. `key` is ours; sellers know it by `code` and `field`."""

    key: str
    code: str
    field: str  # for the page: which fields it is said about
    message: Texts  # with values in braces
    remedy: Texts
    level: Level = Level.ERROR


class Note(NamedTuple):
    """A refusal of one sheet, as it is kept. A value of the text may have a text for each language."""

    level: Level
    key: str
    field: str
    values: Mapping[str, Any]


class Message(NamedTuple):
    """A note, ready to be read."""

    level: Level
    code: str
    field: str
    message: str


REFUSALS: Final[Mapping[str, Refusal]] = {
    refusal.key: refusal
    for refusal in (
        Refusal(
            "missing",
            "MissingField",
            "Gtin, SellerProductReference, Title, Description",
            Texts(
                "Ce champ est obligatoire.",
                "This field is mandatory.",
                "Este campo es obligatorio.",
            ),
            Texts(
                "Renseignez-le et soumettez la fiche à nouveau.",
                "Fill it in and submit the sheet again.",
                "Rellénelo y envíe la ficha de nuevo.",
            ),
        ),
        Refusal(
            "no-picture",
            "MissingField",
            "SellerPicture_1",
            Texts(
                "La fiche n'a pas d'image de couverture (index 1).",
                "The sheet has no cover picture (index 1).",
                "La ficha no tiene imagen de portada (índice 1).",
            ),
            Texts(
                "Ajoutez dans sellerPictureUrls une image d'index 1.",
                "Add a picture with index 1 to sellerPictureUrls.",
                "Añada a sellerPictureUrls una imagen con índice 1.",
            ),
        ),
        Refusal(
            "brand-missing",
            "MissingField",
            "Brand",
            Texts(
                "La marque est obligatoire dans la catégorie {category}.",
                "A brand is mandatory in category {category}.",
                "La marca es obligatoria en la categoría {category}.",
            ),
            Texts(
                "Indiquez une marque de la liste GET /brands.",
                "Name a brand of the list GET /brands.",
                "Indique una marca de la lista GET /brands.",
            ),
        ),
        Refusal(
            "attribute-missing",
            "ER400-6067",
            "propertyReference",
            Texts(
                "L'attribut est requis : {label}.",
                "The attribute is required: {label}.",
                "El atributo es obligatorio: {label}.",
            ),
            Texts(
                "Ajoutez-le à attributes ; GET /categories/…/properties décrit ses valeurs.",
                "Add it to attributes; GET /categories/…/properties describes its values.",
                "Añádalo a attributes; GET /categories/…/properties describe sus valores.",
            ),
        ),
        Refusal(
            "variant-group-missing",
            "ER400-7480",
            "VariantGroupReference",
            Texts(
                "variantGroupReference est obligatoire : la catégorie {category} est une catégorie à variantes.",
                "variantGroupReference is mandatory: the products of category {category} are variants.",
                "variantGroupReference es obligatorio: los productos de la categoría {category} son variantes.",
            ),
            Texts(
                "Donnez la même valeur à toutes les variantes d'un produit.",
                "Give all variants of a product the same value.",
                "Dé el mismo valor a todas las variantes de un producto.",
            ),
        ),
        Refusal(
            "variant-group-unwanted",
            "IncorrectValue",
            "VariantGroupReference",
            Texts(
                "La catégorie {category} n'a pas de variantes : variantGroupReference n'y est pas admis.",
                "Category {category} has no variants: variantGroupReference is not accepted there.",
                "La categoría {category} no tiene variantes: no admite variantGroupReference.",
            ),
            Texts(
                "Retirez variantGroupReference, ou choisissez une catégorie dont isVariant est vrai.",
                "Leave variantGroupReference out, or choose a category whose isVariant is true.",
                "Quite variantGroupReference o elija una categoría cuyo isVariant sea verdadero.",
            ),
        ),
        Refusal(
            "category-unjustified",
            "CategorizationError",
            "Title+Description",
            Texts(
                "Le titre et la description ne permettent pas de choisir une catégorie, "
                "et categoryCode n'en désigne aucune.",
                "Title and description do not justify any category, and categoryCode names none.",
                "El título y la descripción no permiten elegir una categoría, y categoryCode no designa ninguna.",
            ),
            Texts(
                "Envoyez dans categoryCode une catégorie active de niveau 3, ou nommez le type de produit dans le titre.",
                "Send an active category of level 3 as categoryCode, or name the kind of product in the title.",
                "Envíe en categoryCode una categoría activa de nivel 3, o nombre el tipo de producto en el título.",
            ),
        ),
        Refusal(
            "quota-exceeded",
            "QuotaExceeded",
            "Gtin",
            Texts(
                "Votre compte a créé {limit} fiches cette heure : c'est son quota.",
                "Your account created {limit} sheets in this hour, which is its quota.",
                "Su cuenta ha creado {limit} fichas en esta hora: es su cuota.",
            ),
            Texts(
                "Soumettez la fiche à nouveau dans l'heure qui suit, telle quelle.",
                "Submit the sheet again in the next hour, as it is.",
                "Envíe la ficha de nuevo en la hora siguiente, tal cual.",
            ),
        ),
        Refusal(
            "not-creator",
            "NotCreator",
            "Title, Description, Brand, CategoryCode, propertyReference…",
            Texts(
                "Vous n'êtes pas le créateur de cette fiche : seul son créateur peut modifier ce champ.",
                "You are not the creator of this sheet: only its creator can change this field.",
                "Usted no es el creador de esta ficha: solo su creador puede modificar este campo.",
            ),
            Texts(
                "Envoyez la valeur présente de la fiche. Vous pouvez compléter ce qui y manque.",
                "Send the value that the sheet has. You can fill in what it lacks.",
                "Envíe el valor que tiene la ficha. Puede completar lo que le falta.",
            ),
        ),
        Refusal(
            "gtin-form",
            "IncorrectValue",
            "Gtin",
            Texts(
                "Le GTIN doit avoir de 8 à 14 chiffres.",
                "The GTIN must have 8 to 14 digits.",
                "El GTIN debe tener de 8 a 14 cifras.",
            ),
            Texts(
                "Envoyez le code-barres du produit, en chiffres seulement.",
                "Send the barcode of the product, digits only.",
                "Envíe el código de barras del producto, solo cifras.",
            ),
        ),
        Refusal(
            "gtin-check",
            "IncorrectValue",
            "Gtin",
            Texts(
                "Ce n'est pas un GTIN : son dernier chiffre ne correspond pas aux autres.",
                "This is no GTIN: its last digit does not fit the others.",
                "No es un GTIN: su última cifra no concuerda con las demás.",
            ),
            Texts(
                "Comparez-le au code-barres, chiffre par chiffre.",
                "Compare it with the barcode, digit by digit.",
                "Compárelo con el código de barras, cifra por cifra.",
            ),
        ),
        Refusal(
            "brand-unknown",
            "IncorrectValue",
            "Brand",
            Texts(
                "La marque « {value} » n'est pas dans la liste.",
                "The brand “{value}” is not in the list.",
                "La marca «{value}» no está en la lista.",
            ),
            Texts(
                "Prenez un nom de GET /brands, ou demandez à la marketplace d'ajouter la marque.",
                "Take a name of GET /brands, or ask the marketplace to add the brand.",
                "Tome un nombre de GET /brands o pida al marketplace que añada la marca.",
            ),
        ),
        Refusal(
            "value-unlisted",
            "IncorrectValue",
            "propertyReference",
            Texts(
                "« {value} » n'est pas une valeur de {label}.",
                "“{value}” is no value of {label}.",
                "«{value}» no es un valor de {label}.",
            ),
            Texts(
                "Prenez une des choices de la propriété, par exemple : {choices}.",
                "Take one of the property's choices, such as: {choices}.",
                "Tome una de las choices de la propiedad, por ejemplo: {choices}.",
            ),
        ),
        Refusal(
            "value-not-number",
            "IncorrectValue",
            "propertyReference",
            Texts(
                "« {value} » n'est pas un nombre, ce que {label} doit être.",
                "“{value}” is not a number, which {label} must be.",
                "«{value}» no es un número, como debe ser {label}.",
            ),
            Texts(
                "Envoyez des chiffres, au plus un point ou une virgule, et pas d'unité.",
                "Send digits, one point or comma at most, and no unit.",
                "Envíe cifras, como mucho un punto o una coma, y ninguna unidad.",
            ),
        ),
        Refusal(
            "value-not-single",
            "IncorrectValue",
            "propertyReference",
            Texts(
                "{label} n'accepte qu'une valeur, et il y en a {count}.",
                "{label} takes one value, and there are {count}.",
                "{label} admite un solo valor, y hay {count}.",
            ),
            Texts(
                "Gardez la valeur qui convient le mieux.",
                "Keep the value that fits best.",
                "Conserve el valor más adecuado.",
            ),
        ),
        Refusal(
            "not-text",
            "IncorrectValue",
            "Title, Description, Brand…",
            Texts("Ce doit être un texte.", "This must be a text.", "Debe ser un texto."),
            Texts(
                "Envoyez la valeur entre guillemets, ni objet ni liste.",
                "Send the value in quotes, no object and no list.",
                "Envíe el valor entre comillas, ni objeto ni lista.",
            ),
        ),
        Refusal(
            "too-long",
            "IncorrectValue",
            "Title, Description, RichMarketingDescription…",
            Texts(
                "Le texte dépasse {max} caractères.",
                "The text is longer than {max} characters.",
                "El texto supera los {max} caracteres.",
            ),
            Texts("Raccourcissez-le.", "Shorten it.", "Acórtelo."),
        ),
        Refusal(
            "html",
            "IncorrectValue",
            "Title, Description, Brand…",
            Texts(
                "Ce champ n'accepte pas de HTML.",
                "This field takes no HTML.",
                "Este campo no admite HTML.",
            ),
            Texts(
                "Envoyez du texte seul ; richMarketingDescription accepte le HTML.",
                "Send plain text; richMarketingDescription takes HTML.",
                "Envíe solo texto; richMarketingDescription admite HTML.",
            ),
        ),
        Refusal(
            "control-character",
            "IncorrectValue",
            "Title, Description, Brand…",
            Texts(
                "Le texte contient un caractère de contrôle.",
                "The text contains a control character.",
                "El texto contiene un carácter de control.",
            ),
            Texts(
                "Retirez les caractères invisibles du texte.",
                "Remove what cannot be seen from the text.",
                "Quite del texto los caracteres invisibles.",
            ),
        ),
        Refusal(
            "unreadable",
            "IncorrectValue",
            "every field",
            Texts(
                "La valeur ne peut pas être lue.",
                "The value cannot be read.",
                "El valor no se puede leer.",
            ),
            Texts(
                "Envoyez du JSON valide : texte complet en UTF-8, nombre de taille raisonnable.",
                "Send valid JSON: whole text in UTF-8, a number of a reasonable size.",
                "Envíe JSON válido: texto completo en UTF-8, número de tamaño razonable.",
            ),
        ),
        Refusal(
            "not-list",
            "IncorrectValue",
            "SellerPictureUrls, Attributes",
            Texts("Ce doit être une liste.", "This must be a list.", "Debe ser una lista."),
            Texts(
                "Envoyez la valeur entre crochets.",
                "Send the value in square brackets.",
                "Envíe el valor entre corchetes.",
            ),
        ),
        Refusal(
            "too-many",
            "IncorrectValue",
            "SellerPictureUrls, Attributes, propertyReference",
            Texts(
                "Il y a plus de {max} éléments.",
                "There are more than {max} items.",
                "Hay más de {max} elementos.",
            ),
            Texts("Envoyez-en moins.", "Send fewer.", "Envíe menos."),
        ),
        Refusal(
            "picture-index",
            "IncorrectValue",
            "SellerPictureUrls",
            Texts(
                "Une image doit être un objet avec url et un index entier à partir de 1, chaque index une fois.",
                "A picture must be an object with url and a whole index from 1 on, each index once.",
                "Una imagen debe ser un objeto con url y un index entero a partir de 1, cada index una vez.",
            ),
            Texts(
                "Numérotez les images 1, 2, 3… ; 1 est la couverture.",
                "Number the pictures 1, 2, 3…; 1 is the cover.",
                "Numere las imágenes 1, 2, 3…; 1 es la portada.",
            ),
        ),
        Refusal(
            "url",
            "IncorrectValue",
            "SellerPicture_1, SellerPicture_2…",
            Texts(
                "Ce doit être une adresse https d'au plus {max} caractères.",
                "This must be an https address of at most {max} characters.",
                "Debe ser una dirección https de {max} caracteres como mucho.",
            ),
            Texts(
                "Envoyez une adresse publique, sans identifiant ni redirection.",
                "Send a public address, without sign-in or redirection.",
                "Envíe una dirección pública, sin identificación ni redirección.",
            ),
        ),
        Refusal(
            "attribute-form",
            "IncorrectValue",
            "Attributes",
            Texts(
                "Un attribut doit être un objet avec propertyReference et values, une liste de textes.",
                "An attribute must be an object with propertyReference and values, a list of texts.",
                "Un atributo debe ser un objeto con propertyReference y values, una lista de textos.",
            ),
            Texts(
                "Envoyez la référence en chiffres, et les valeurs en textes même s'il n'y en a qu'une.",
                "Send the reference as digits, and a list of values even when there is one.",
                "Envíe la referencia en cifras, y una lista de valores aunque haya uno solo.",
            ),
        ),
        Refusal(
            "not-processed",
            "NotProcessed",
            "Gtin",
            Texts(
                "La fiche n'a pas pu être traitée, par notre faute.",
                "The sheet could not be processed, by a fault of ours.",
                "La ficha no se ha podido procesar, por un fallo nuestro.",
            ),
            Texts(
                "Soumettez-la à nouveau ; si cela se répète, prévenez la marketplace.",
                "Submit it again; if it stays, tell the marketplace.",
                "Envíela de nuevo; si se repite, avise al marketplace.",
            ),
        ),
        Refusal(
            "variation-missing",
            "MissingField",
            "Color, Size",
            Texts(
                "Une variante devrait dire ce qui la distingue.",
                "A variant should say what it differs by.",
                "Una variante debería decir en qué se distingue.",
            ),
            Texts(
                "Envoyez color et size, ou les propriétés de même sens.",
                "Send color and size, or the properties of that meaning.",
                "Envíe color y size, o las propiedades equivalentes.",
            ),
            Level.WARNING,
        ),
        Refusal(
            "attribute-ignored",
            "IgnoredField",
            "propertyReference",
            Texts(
                "La catégorie {category} n'a pas cette propriété : elle est ignorée.",
                "Category {category} has no such property: it is ignored.",
                "La categoría {category} no tiene esa propiedad: se ignora.",
            ),
            Texts(
                "GET /categories/…/properties énumère les propriétés d'une catégorie.",
                "GET /categories/…/properties lists the properties of a category.",
                "GET /categories/…/properties enumera las propiedades de una categoría.",
            ),
            Level.WARNING,
        ),
        Refusal(
            "category-chosen",
            "Categorized",
            "CategoryCode",
            Texts(
                "categoryCode ne désigne pas de catégorie active de niveau 3 : la fiche est dans {category}.",
                "categoryCode names no active category of level 3: the sheet is in {category}.",
                "categoryCode no designa ninguna categoría activa de nivel 3: la ficha está en {category}.",
            ),
            Texts(
                "Si une autre convient mieux, envoyez-la dans categoryCode.",
                "If another one fits better, send it as categoryCode.",
                "Si otra conviene más, envíela en categoryCode.",
            ),
            Level.INFO,
        ),
    )
}


def note(key: str, field: str, **values: Any) -> Note:
    """What is to be said about a field of a sheet."""
    return Note(REFUSALS[key].level, key, field, values)


def render_note(kept: Note, language: Language) -> Message:
    """A note in `language`, with its remedy."""
    refusal = REFUSALS[kept.key]
    values = {
        name: value[language.short] if isinstance(value, dict) else value
        for name, value in kept.values.items()
    }
    message, remedy = refusal.message.in_language(language), refusal.remedy.in_language(language)
    return Message(kept.level, refusal.code, kept.field, f"{message} {remedy}".format_map(values))
