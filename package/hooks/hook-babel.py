"""Babel: what is spoken, not a thousand locales."""

from __future__ import annotations

from pathlib import Path

from package.keep import LOCALES
from PyInstaller.utils.hooks import get_package_paths

_folder = Path(get_package_paths("babel")[1])
datas = [(str(_folder / "global.dat"), "babel")]
datas += [(str(_folder / "locale-data" / f"{name}.dat"), "babel/locale-data") for name in LOCALES]
# The locale data are pickles of objects from these.
hiddenimports = ["babel.dates", "babel.localedata", "babel.numbers", "babel.plural"]
