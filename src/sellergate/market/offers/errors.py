"""Situations of packages, told so that the client can go on."""

from sellergate.kit.errors import Conflict, NotFound, Refusal


class PackageUnknown(NotFound):
    """There is no such package, or it is another seller's."""

    message = "This seller has no offer package with this id."


class ChannelUnknown(Refusal):
    """The sales channel is missing, or the seller has no subscription to it."""

    field = "salesChannelId"


class PackageNotOpen(Conflict):
    """Lines come too late."""

    message = (
        "The package is {state}: lines may be uploaded only while it is WaitingForCompletion, and that lasts six hours. "
        "Open another package."
    )


class PackageFull(Refusal):
    """More lines than a package may have."""

    field = "body"
    message = (
        "makes {total} lines in this package, which may have {most}: none was taken. "
        "Submit the package and open another one."
    )


class PackageEmpty(Refusal):
    """There is nothing to integrate."""

    field = "state"
    message = "cannot become Ready: the package has no line. Upload lines first."


class PackageLapsed(Refusal):
    """It waited for longer than it may."""

    field = "state"
    message = "cannot become Ready: the package was rejected. Open another package."


class ResultsNotReady(Conflict):
    """The lines are not judged, or not all."""

    message = "Package is not integrated yet"


class ResultsGone(NotFound):
    """They were kept for as long as was promised."""

    message = "The results of a package are kept for three days, and these are gone."
