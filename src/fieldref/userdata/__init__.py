"""The user's own data: bookmarks, notes and history in a file of their own that outlives every update."""

from fieldref.userdata.model import Bookmark, Clock, Elsewhere, Folder, Note, PastSearch, SavedNote, Visit, utc_now
from fieldref.userdata.opening import UserData, open_user_data
from fieldref.userdata.shelf import Shelf
from fieldref.userdata.trouble import NotSaved, Trouble, TroubleKind

__all__ = [
    "Bookmark",
    "Clock",
    "Elsewhere",
    "Folder",
    "NotSaved",
    "Note",
    "PastSearch",
    "SavedNote",
    "Shelf",
    "Trouble",
    "TroubleKind",
    "UserData",
    "Visit",
    "open_user_data",
    "utc_now",
]
