"""The composition root: finds the folders, reads settings, language and content, and opens the window on them."""

from __future__ import annotations

import builtins
import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref import __version__, i18n
from fieldref.content.library import Library
from fieldref.content.opening import ContentError
from fieldref.content_choice import choose_content, key_folders, pack_store
from fieldref.display import display_problem
from fieldref.log import start_log, stop_log
from fieldref.paths import Paths, find_paths
from fieldref.settings import SettingsStore

if TYPE_CHECKING:
    from fieldref.ui.content_desk import ContentDesk
    from fieldref.ui.ending import Ending
    from fieldref.ui.main_window import MainWindow

_log = logging.getLogger(__name__)

PACK_SUFFIX = ".frpack"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked of the window; None leaves it to the settings."""

    record: str | None = None
    """A record id, with `#section` where a place in it is meant; or the path of a content pack to offer, as a desktop
    hands over what was double-clicked."""
    data_dir: Path | None = None
    content: Path | None = None
    language: str | None = None
    gallery: bool = False
    """Developers: also the page that shows every widget."""
    qt_arguments: tuple[str, ...] = field(default=())

    @property
    def pack(self) -> Path | None:
        """The content pack that was double-clicked, if that is what was asked for."""
        return Path(self.record) if self.record is not None and self.record.lower().endswith(PACK_SUFFIX) else None


def run(options: Options) -> int:
    """Open the window and stay until it is closed. Returns the exit code: 0, or 1 after one sentence on stderr."""
    gc.disable()  # until the window stands (`ui.warming`): a start makes many objects and throws few away
    paths = find_paths(options.data_dir)
    settings = SettingsStore(paths.settings_file)
    _choose_language(options, settings)
    problem = display_problem()
    if problem is not None:
        return _fail(problem)
    start_log(paths.log_file, settings.current.log_level)
    try:
        return _run_window(options, paths, settings)
    finally:
        gc.enable()
        stop_log()


def _run_window(options: Options, paths: Paths, settings: SettingsStore) -> int:
    failed: tuple[ContentError, ...] = ()
    try:
        if options.content is not None:
            library = Library(options.content)
        else:
            choice = choose_content(paths, settings.current.content_id)
            failed, library = choice.failed, Library(choice.path)
    except ContentError as error:
        return _fail(str(error), dialog=options.content is None)
    for problem in failed:
        _log.warning("Content passed over: %s", problem)
    if options.record is not None and options.pack is None and not library.exists(options.record.partition("#")[0]):
        library.close()
        return _fail(i18n._("There is no record {id} in this content.").format(id=options.record))
    return _open_window(options, paths, settings, library, failed)


def _open_window(
    options: Options, paths: Paths, settings: SettingsStore, library: Library, failed: tuple[ContentError, ...]
) -> int:
    _import_plainly()
    from fieldref.ui.application import make_application
    from fieldref.ui.backup_timer import BackupTimer
    from fieldref.ui.context import Context
    from fieldref.ui.ending import Ending
    from fieldref.ui.errors import CrashReporter
    from fieldref.ui.language import Language
    from fieldref.ui.window_parts import build_window, warm_up
    from fieldref.userdata.opening import open_user_data

    app, theme = make_application(paths, settings, options.qt_arguments)
    reporter = CrashReporter(paths.log_file)
    reporter.install()
    userdata = open_user_data(paths.data)
    i18n.set_language(i18n.language(), locales=library.info(i18n.language()).locales)
    language = Language(app)
    language.follow()
    context = Context(library, userdata, settings, theme)
    window = build_window(context, language, gallery=options.gallery)
    backups = BackupTimer(userdata)
    opened: list[ContentDesk | Ending] = [Ending(window)]
    warming = warm_up(window, lambda: opened.append(_open_desk(window, paths, failed, options.pack)))
    window.start(options.record if options.pack is None else None)
    window.show_whole()
    _log.info("FieldRef %s, content %s", __version__, library.info(i18n.language()).version)
    try:
        return app.exec()
    finally:
        warming.stop()
        for part in opened:
            part.end()
        window.end()
        context.library.close()
        backups.close()
        userdata.close()
        reporter.uninstall()


def _import_plainly() -> None:
    """Once Qt's binding is loaded, it reads and keeps the source of every module imported later, to see whether it
    names the binding: for `from __feature__ import …`, which nothing here does. That would be a fifth of a start and
    8 MB; so importing goes back to what it was before."""
    import PySide6.QtCore  # noqa: F401 - loading it is what changes importing

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _open_desk(
    window: MainWindow, paths: Paths, failed: tuple[ContentError, ...], pack: Path | None = None
) -> ContentDesk:
    """Where content comes in: only once the window stands, as it brings all that checks packs."""
    from fieldref.ui.content_desk import ContentDesk
    from fieldref.ui.preview import Preview, can_build

    desk = ContentDesk(window, pack_store(paths), key_folders(paths))
    desk.tell_at_start(failed)
    if pack is not None:
        desk.take(pack)
    if can_build():
        Preview(window)
    return desk


def _choose_language(options: Options, settings: SettingsStore) -> None:
    chosen = options.language or settings.current.language
    if chosen not in i18n.available_languages():
        chosen = i18n.start_language(i18n.system_locale())
    i18n.set_language(chosen)


def _fail(sentence: str, *, dialog: bool = False) -> int:
    """Say it on stderr and, where somebody double-clicked an icon and sees no stderr, in a dialog: always where there
    is none at all, as in the window program of Windows when a file is dropped onto it or a link names no record."""
    print(sentence, file=sys.stderr)  # noqa: T201 - the one sentence for whoever started the program
    if (dialog or sys.stderr is None) and not _has_terminal():
        show = _dialog()
        show(sentence)
    return 1


def _has_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _dialog() -> Callable[[str], None]:
    from fieldref.ui.application import show_sentence

    return show_sentence
