"""Whether a file with a secret in it is for its user alone."""

import os
import sys


def is_private(found: os.stat_result) -> bool:
    """Whether only this user, or the system's administrator for it, can read and change the file.

    An administrator may open a file to a group, as platforms for containers do with the secrets they mount.
    """
    if sys.platform == "win32":
        return True
    if found.st_uid == os.getuid():
        return not found.st_mode & 0o077
    return found.st_uid == 0 and not found.st_mode & 0o037
