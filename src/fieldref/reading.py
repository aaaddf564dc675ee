"""`fieldref search` and `fieldref show`: the reference read without a window."""

from __future__ import annotations

import contextlib
import importlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from fieldref.arguments import Request
from fieldref.console import Failure, not_written, one_line, say, write
from fieldref.content.library import Library, RecordNotFound
from fieldref.content_choice import content_file
from fieldref.i18n import _, language, set_language
from fieldref.paths import find_paths
from fieldref.settings import SettingsStore

if TYPE_CHECKING:
    from fieldref.content.search import Hit, SearchResults


def search(request: Request) -> None:
    """Print what is found."""
    from fieldref.content.search import Searcher
    from fieldref.sheets.asked_year import in_asked_years

    path = _content_file(request)
    with Library(path) as library, contextlib.closing(Searcher(path)) as searcher:
        set_language(language(), locales=library.info(language()).locales)
        results = searcher.search(request.query, language(), kinds=request.kinds, limit=request.limit)
        results = in_asked_years(library, results)
    if request.as_json:
        say(json.dumps([_as_data(hit) for hit in results.hits], ensure_ascii=False, indent=2) + "\n")
    else:
        say(_as_text(request.query, results))


def _as_data(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.ref.id,
        "kind": hit.ref.kind.value,
        "title": hit.ref.title.value,
        "snippet": hit.snippet,
        "lang": hit.language,
        "score": round(hit.score, 4),
        "context": hit.context,
        "reviewed": hit.ref.reviewed,
    }


def _as_text(query: str, results: SearchResults) -> str:
    from fieldref.sheets.plain import hanging
    from fieldref.sheets.words import NOT_REVIEWED, words_of_missing

    lines = []
    if results.missing:
        lines += [words_of_missing(results.missing), ""]
    if results.corrected:
        lines += [_("Showing results for “{query}”.").format(query=results.corrected), ""]
    if not results.hits:
        lines.append(_("Nothing found for “{query}”.").format(query=one_line(query)))
    for hit in results.hits:
        context = f"  ({hit.context})" if hit.context else ""
        mark = "" if hit.ref.reviewed else f"  [{_(NOT_REVIEWED)}]"
        short = f"{hit.acronym} · " if hit.acronym else ""
        lines.append(f"{hit.ref.id}  {short}{hit.ref.title.value}{context}{mark}")
        if hit.snippet:
            lines.append(hanging(hit.snippet, "", 4))
    return "\n".join(lines) + "\n"


def show(request: Request) -> None:
    """Print a record, or write it to a file. Raises Failure."""
    with Library(_content_file(request)) as library:
        set_language(language(), locales=library.info(language()).locales)
        try:
            if request.format == "pdf":
                _write_pdf(library, request)
                return
            content = _rendered(library, request)
        except RecordNotFound as error:
            told = _("There is no record “{id}” in this content: look for it with “fieldref search”.")
            raise Failure(told.format(id=one_line(request.record))) from error
    if request.output is None or str(request.output) == "-":
        say(content)
    else:
        write(request.output, content)


def _rendered(library: Library, request: Request) -> str:
    from fieldref.sheets.render import Sheets
    from fieldref.sheets.style import SheetStyle

    sheets, code = Sheets(library), language()
    if request.format == "json":
        return json.dumps(sheets.json(request.record, code), ensure_ascii=False, indent=2) + "\n"
    if request.format == "html":
        with_figures = _web_page(library, request.record, code)
        return with_figures or sheets.html(request.record, code, style=SheetStyle(target="web")).html
    return sheets.text(request.record, code)


def _web_page(library: Library, record_id: str, code: str) -> str:
    """The page as the window sends it, figures drawn inside; '' where there is no Qt to draw them."""
    try:
        printing = importlib.import_module("fieldref.ui.printing")
        sharing = importlib.import_module("fieldref.ui.sharing")
    except ImportError:
        return ""
    application = printing.offscreen_application()
    page: str = sharing.web_page(library, record_id, code)
    del application
    return page


def _write_pdf(library: Library, request: Request) -> None:
    """A PDF needs Qt, but no screen."""
    assert request.output is not None
    library.ref(request.record, language())
    try:
        write_pdf = importlib.import_module("fieldref.ui.printing").write_pdf
    except ImportError as error:
        raise Failure(_("A PDF cannot be made here: {reason}.").format(reason=one_line(error))) from error
    try:
        write_pdf(library, [request.record], language(), request.output)
    except OSError as error:
        raise Failure(not_written(request.output, error)) from error


def _content_file(request: Request) -> Path:
    """The file asked for, else that of the library which was read last."""
    paths = find_paths(request.data_dir)
    settled = "" if request.content else SettingsStore(paths.settings_file).current.content_id
    return content_file(paths, request.content, settled)
