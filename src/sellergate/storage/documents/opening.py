"""Opens the place of documents that an operator chose."""

from sellergate.storage.documents.service import Home
from sellergate.storage.places import Place


def open_home(place: Place) -> Home:
    """What keeps documents there. Nothing is asked of it yet."""
    folder = place.folder
    if folder is not None:
        from sellergate.storage.documents.folder import Folder

        return Folder(folder)
    from sellergate.storage.documents.bucket import Bucket  # a library that folders do not need

    return Bucket(place)
