"""The user's file: what is confirmed stays, what is broken is set aside, and the app always starts."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import RunPython

from fieldref.paths import make_private
from fieldref.userdata import Elsewhere, NotSaved, Trouble, TroubleKind, UserData, open_user_data
from fieldref.userdata.schema import MIGRATIONS, SCHEMA_VERSION, checksum, is_intact, migrate
from fieldref.userdata.store import connect

SOURCE = Path(__file__).parents[1] / "src"


class Watch:
    """A clock that moves one minute at each look."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ("datos #1 50% ¿año" + ("" if sys.platform == "win32" else "?"))


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def data(folder: Path, watch: Watch) -> Iterator[UserData]:
    with open_user_data(folder, watch) as userdata:
        yield userdata


def fill(folder: Path, watch: Watch, notes: int = 40) -> None:
    with open_user_data(folder, watch) as userdata:
        userdata.shelf("peru").bookmarks.add("programme/sisfin", title="SISFIN", kind="programme", tags=["salud"])
        for number in range(notes):
            userdata.shelf("peru").notes.save(f"region/{number}", f"Nota número {number} " * 20, title=str(number))


def trouble_of(userdata: UserData) -> Trouble:
    assert userdata.trouble is not None
    return userdata.trouble


# ---- bookmarks, folders, tags


def test_a_new_folder_gets_a_new_file_without_any_trouble(data: UserData, folder: Path) -> None:
    assert data.trouble is None
    assert data.permanent
    assert (folder / "userdata.db").exists()
    assert data.shelf("peru").bookmarks.all() == ()


def test_a_bookmark_keeps_what_it_was_saved_with(data: UserData) -> None:
    saved = data.shelf("peru").bookmarks.add(
        "programme/sisfin", title="SISFIN", kind="programme", place="results", tags=[" salud ", "SIS"]
    )
    assert data.shelf("peru").bookmarks.get("programme/sisfin", "results") == saved
    assert data.shelf("peru").bookmarks.get("programme/sisfin") is None
    assert saved.tags == ("SIS", "salud")
    assert saved.created.startswith("2026-11-23T12:")
    assert data.shelf("peru").bookmarks.saved_ids() == {"programme/sisfin"}
    assert data.shelf("peru").bookmarks.tags() == ("SIS", "salud")


def test_saving_twice_keeps_one_bookmark(data: UserData) -> None:
    first = data.shelf("peru").bookmarks.add("topic/sis", title="SIS")
    assert data.shelf("peru").bookmarks.add("topic/sis", title="Seguro Integral de Salud") == first
    assert len(data.shelf("peru").bookmarks.all()) == 1


def test_order_is_the_users(data: UserData) -> None:
    ids = [data.shelf("peru").bookmarks.add(f"topic/{name}", title=name).id for name in "abcd"]
    data.shelf("peru").bookmarks.move([ids[3], ids[0]], None, 1)
    assert [mark.title for mark in data.shelf("peru").bookmarks.all()] == ["b", "d", "a", "c"]
    data.shelf("peru").bookmarks.move([ids[1]], None, 99)
    assert [mark.title for mark in data.shelf("peru").bookmarks.all()] == ["d", "a", "c", "b"]


def test_folders_group_and_leave_their_bookmarks_when_removed(data: UserData) -> None:
    mission = data.folders.add("  Misión   Ayacucho ")
    assert data.folders.add("Misión Ayacucho") == mission
    inside = data.shelf("peru").bookmarks.add("region/PE-AYA", title="Ayacucho", folder_id=mission.id)
    data.shelf("peru").bookmarks.add("topic/sis", title="SIS")
    assert [mark.title for mark in data.shelf("peru").bookmarks.all()] == ["SIS", "Ayacucho"]
    data.folders.remove(mission.id)
    assert data.shelf("peru").bookmarks.get("region/PE-AYA") is not None
    assert data.shelf("peru").bookmarks.put_back(inside).folder_id is None
    with pytest.raises(ValueError, match="name"):
        data.folders.add("  ")


def test_renaming_a_folder_to_a_taken_name_brings_both_together(data: UserData) -> None:
    one, two = data.folders.add("Uno"), data.folders.add("Dos")
    data.shelf("peru").bookmarks.add("topic/a", title="a", folder_id=one.id)
    data.folders.reorder([two.id, one.id])
    assert [each.name for each in data.folders.all()] == ["Dos", "Uno"]
    data.folders.rename(one.id, "Dos")
    assert [each.id for each in data.folders.all()] == [two.id]
    assert data.shelf("peru").bookmarks.all()[0].folder_id == two.id


def test_a_removed_bookmark_comes_back_as_it_was(data: UserData) -> None:
    saved = data.shelf("peru").bookmarks.add("topic/sis", title="SIS", tags=["x"])
    data.shelf("peru").bookmarks.remove([saved.id])
    assert data.shelf("peru").bookmarks.all() == ()
    back = data.shelf("peru").bookmarks.put_back(saved)
    assert (back.created, back.tags, back.title) == (saved.created, saved.tags, saved.title)
    data.shelf("peru").bookmarks.set_tags(back.id, ["y"])
    assert data.shelf("peru").bookmarks.all()[0].tags == ("y",)


# ---- notes


def test_a_note_is_saved_changed_and_emptied(data: UserData) -> None:
    first = data.shelf("peru").notes.save("topic/sis", "uno", title="SIS").note
    assert first is not None
    second = data.shelf("peru").notes.save("topic/sis", "dos", title="SIS", seen=first.revision)
    assert second.note is not None
    assert not second.joined
    assert second.note.created == first.created
    assert second.note.changed > first.changed
    assert data.shelf("peru").notes.record_ids() == {"topic/sis"}
    assert data.shelf("peru").notes.save("topic/sis", "  \n", title="SIS", seen=second.note.revision).note is None
    assert data.shelf("peru").notes.all() == ()


def test_a_note_written_in_two_windows_keeps_both_texts(data: UserData, folder: Path, watch: Watch) -> None:
    start = data.shelf("peru").notes.save("topic/sis", "inicio", title="SIS").note
    assert start is not None
    with open_user_data(folder, watch) as other:
        other.shelf("peru").notes.save("topic/sis", "de la otra ventana", title="SIS", seen=start.revision)
    result = data.shelf("peru").notes.save("topic/sis", "de esta ventana", title="SIS", seen=start.revision)
    assert result.joined
    assert result.note is not None
    assert result.note.text == "de esta ventana\n\n* * *\n\nde la otra ventana"


def test_a_note_removed_and_rewritten_elsewhere_is_not_taken_for_the_old_one(data: UserData) -> None:
    old = data.shelf("peru").notes.save("topic/sis", "vieja", title="SIS").note
    assert old is not None
    data.shelf("peru").notes.save("topic/sis", "", title="SIS", seen=old.revision)
    data.shelf("peru").notes.save("topic/sis", "nueva", title="SIS")
    assert data.shelf("peru").notes.save("topic/sis", "", title="SIS", seen=old.revision).joined
    kept = data.shelf("peru").notes.get("topic/sis")
    assert kept is not None
    assert kept.text == "nueva"


# ---- history


def test_history_tells_each_record_once_the_newest_first(data: UserData) -> None:
    for record_id in ("topic/a", "topic/b", "topic/a"):
        data.shelf("peru").history.visited(record_id, title=record_id, kind="topic")
    assert [(visit.record_id, visit.times) for visit in data.shelf("peru").history.recent()] == [
        ("topic/a", 2),
        ("topic/b", 1),
    ]
    for query in ("sis", "  anemia   infantil ", "", "sis"):
        data.shelf("peru").history.searched(query, "es")
    assert [search.query for search in data.shelf("peru").history.searches()] == ["sis", "anemia infantil"]
    data.shelf("peru").history.clear()
    assert data.shelf("peru").history.recent() == ()
    assert data.shelf("peru").history.searches() == ()


def test_a_full_disk_does_not_disturb_reading(data: UserData, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_options: object) -> object:
        raise NotSaved(Trouble(TroubleKind.DISK_FULL, data.path))

    monkeypatch.setattr(data.store, "write", refuse)
    data.shelf("peru").history.visited("topic/a", title="a")
    data.shelf("peru").history.searched("sis", "es")
    assert data.shelf("peru").history.recent() == ()


def test_history_is_bounded(data: UserData) -> None:
    for number in range(205):
        data.shelf("peru").history.visited(f"topic/{number}", title="x")
    assert len(data.shelf("peru").history.recent(500)) == 200


# ---- two copies running


def test_two_open_copies_see_each_others_writes(data: UserData, folder: Path, watch: Watch) -> None:
    with open_user_data(folder, watch) as other:
        assert not data.changed_elsewhere()
        other.shelf("peru").bookmarks.add("topic/sis", title="SIS")
        assert data.changed_elsewhere()
        assert not data.changed_elsewhere()
        data.shelf("peru").bookmarks.add("topic/aus", title="AUS")
        assert len(other.shelf("peru").bookmarks.all()) == 2


def test_two_processes_do_not_lose_each_others_writes(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from fieldref.userdata import open_user_data\n"
        "with open_user_data(Path(sys.argv[1])) as data:\n"
        "    assert data.permanent, data.trouble\n"
        "    for n in range(60):\n"
        "        data.shelf('peru').bookmarks.add(f'topic/{sys.argv[2]}{n}', title='t')\n"
        "        note = data.shelf('peru').notes.get('topic/shared')\n"
        "        text = (note.text if note else '') + f' <{sys.argv[2]}{n}>'\n"
        "        data.shelf('peru').notes.save('topic/shared', text, title='t', seen=note.revision if note else 0)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONWARNINGS": "error"}
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(folder), name], env=environment) for name in ("a", "b")
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    with open_user_data(folder) as data:
        assert data.trouble is None
        assert len(data.shelf("peru").bookmarks.all()) == 120
        note = data.shelf("peru").notes.get("topic/shared")
        assert note is not None
        assert all(f"<{name}{n}>" in note.text for name in "ab" for n in range(60))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows replaces no open file")
def test_a_copy_follows_when_another_one_replaced_the_file(data: UserData, folder: Path, watch: Watch) -> None:
    data.shelf("peru").bookmarks.add("topic/a", title="a")
    (folder / "userdata.db").rename(folder / "moved.db")
    for end in ("-wal", "-shm"):
        (folder / f"userdata.db{end}").unlink(missing_ok=True)
    with open_user_data(folder, watch) as other:
        data.shelf("peru").bookmarks.add("topic/b", title="b")
        assert "topic/b" in other.shelf("peru").bookmarks.saved_ids()


# ---- damaged files


def damage_header(file: Path) -> None:
    file.write_bytes(b"\x00" * 100 + file.read_bytes()[100:])


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2 + 17)


def cut_to_a_few_bytes(file: Path) -> None:
    os.truncate(file, 40)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flip_in_the_structure(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at] ^= 0x5A
    file.write_bytes(content)


def flip_in_a_text(file: Path) -> None:
    """In every copy of it that the file holds: some versions of SQLite leave bytes behind that no row owns."""
    content, text = file.read_bytes(), "Nota número 7 ".encode()
    assert text in content
    file.write_bytes(content.replace(text, text.replace(b"7", b"6")))


def foreign_text(file: Path) -> None:
    file.write_text("Lista de compras: papel, tinta\n" * 30, encoding="utf-8")


def foreign_database(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE other (x)")


def same_mark_other_shape(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("DROP TABLE note")


DAMAGES: tuple[Callable[[Path], None], ...] = (
    damage_header,
    truncate,
    cut_to_a_few_bytes,
    empty,
    flip_in_the_structure,
    flip_in_a_text,
    foreign_text,
    foreign_database,
    same_mark_other_shape,
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_and_the_backup_comes_back(
    folder: Path, watch: Watch, damage: Callable[[Path], None]
) -> None:
    fill(folder, watch)
    file = folder / "userdata.db"
    damage(file)
    damaged = file.read_bytes()
    with open_user_data(folder, watch) as data:
        trouble = trouble_of(data)
        assert trouble.kind is (TroubleKind.FOREIGN if damage is foreign_database else TroubleKind.RESTORED)
        assert trouble.aside is not None
        assert trouble.aside.read_bytes() == damaged
        assert trouble.backup_date == "2026-11-23"
        assert trouble.aside.name in trouble.sentence()
        assert data.permanent
        assert len(data.shelf("peru").notes.all()) == 40
        assert data.shelf("peru").bookmarks.all()[0].tags == ("salud",)
        data.shelf("peru").bookmarks.add("topic/new", title="new")
    with open_user_data(folder, watch) as data:
        assert data.trouble is None
        assert len(data.shelf("peru").bookmarks.all()) == 2


@pytest.mark.parametrize("damage", [truncate, empty, foreign_text])
def test_without_a_backup_a_new_file_is_started_and_told(
    folder: Path, watch: Watch, damage: Callable[[Path], None]
) -> None:
    fill(folder, watch)
    shutil.rmtree(folder / "backups")
    damage(folder / "userdata.db")
    with open_user_data(folder, watch) as data:
        trouble = trouble_of(data)
        assert trouble.kind is TroubleKind.STARTED_EMPTY
        assert trouble.aside is not None
        assert trouble.aside.exists()
        assert data.permanent


def test_a_flipped_bit_costs_one_row_at_most_even_if_newer_than_the_backup(folder: Path, watch: Watch) -> None:
    fill(folder, watch)
    data = open_user_data(folder, watch)
    data.shelf("peru").notes.save("topic/after", "después de la copia", title="t")
    data.shelf("peru").bookmarks.add("topic/after", title="t")
    data.store.close()  # as a killed run: no backup is made
    flip_in_a_text(folder / "userdata.db")
    with open_user_data(folder, watch) as again:
        assert trouble_of(again).kind is TroubleKind.RESTORED
        note = again.shelf("peru").notes.get("topic/after")
        assert note is not None
        assert note.text == "después de la copia"
        assert again.shelf("peru").bookmarks.get("topic/after") is not None
        assert len(again.shelf("peru").notes.all()) == 41


def test_random_flipped_bits_never_stop_the_app(folder: Path, watch: Watch) -> None:
    fill(folder, watch)
    file = folder / "userdata.db"
    good = file.read_bytes()
    chance = random.Random(7)
    for _round in range(25):
        content = bytearray(good)
        for _bit in range(chance.choice((1, 1, 8))):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)
        with open_user_data(folder, watch) as data:
            assert len(data.shelf("peru").notes.all()) == 40
            assert all(note.text == f"Nota número {note.title} " * 20 for note in data.shelf("peru").notes.all())


def test_a_damaged_backup_is_passed_over(folder: Path, watch: Watch) -> None:
    fill(folder, watch, notes=3)
    fill(folder, watch, notes=6)
    with open_user_data(folder, watch) as data:
        newest, older = data.backups.all()[:2]
        data.store.close()
    truncate(newest.path)
    empty(folder / "userdata.db")
    with open_user_data(folder, watch) as data:
        assert trouble_of(data).kind is TroubleKind.RESTORED
        assert older.path.exists()
        assert len(data.shelf("peru").notes.all()) == 3


def test_a_missing_file_comes_back_from_its_backup(folder: Path, watch: Watch) -> None:
    fill(folder, watch)
    (folder / "userdata.db").unlink()
    with open_user_data(folder, watch) as data:
        assert trouble_of(data).kind is TroubleKind.MISSING
        assert trouble_of(data).sentence()
        assert len(data.shelf("peru").notes.all()) == 40


def test_a_log_without_its_file_is_kept_and_not_replayed(folder: Path, watch: Watch) -> None:
    folder.mkdir()
    (folder / "userdata.db-wal").write_bytes(b"x" * 200)
    with open_user_data(folder, watch) as data:
        assert data.trouble is None
        assert data.permanent
    assert [path.read_bytes() for path in folder.glob("userdata-damaged-*-wal")] == [b"x" * 200]


# ---- versions


def test_migrations_number_the_file(folder: Path, watch: Watch) -> None:
    fill(folder, watch, notes=1)
    with closing(connect(folder / "userdata.db", read_only=True)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_a_migration_is_whole_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (*MIGRATIONS, ("CREATE TABLE extra (x)", "CREATE TABLE extra (x)"))
    monkeypatch.setattr("fieldref.userdata.schema.MIGRATIONS", broken)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection)
        assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)


OLD_FILE = Path(__file__).with_name("userdata_1.db")
"""Made by the program as it was when libraries shared one list: two libraries, folders, tags, notes, history, and a
bookmark that came in by a file that named no library."""


@pytest.fixture
def old(folder: Path) -> Path:
    """The folder of somebody who used that program."""
    folder.mkdir()
    shutil.copyfile(OLD_FILE, folder / "userdata.db")
    return folder


def check_old(data: UserData) -> None:
    """Everything of the old file is there, in the library it belongs to."""
    assert data.trouble is None
    assert data.permanent
    peru, bolivia = data.shelf("peru"), data.shelf("bolivia")
    ayacucho, empty = data.folders.all()
    assert (ayacucho.name, empty.name) == ("Ayacucho", "Vacía")
    marks = [(one.record_id, one.place, one.folder_id, one.tags) for one in peru.bookmarks.all()]
    assert marks == [
        ("region/PE-AYA", "coverage", None, ()),
        ("region/PE-AYA", "", None, ()),
        ("topic/sis", "", None, ()),  # it named no library: most is kept of Peru
        ("programme/sisfin", "", ayacucho.id, ("2013", "SIS")),
    ]
    assert [one.record_id for one in bolivia.bookmarks.all()] == ["region/BO-L"]
    assert peru.bookmarks.all()[3].created == "2026-11-20T09:03:00.000000Z"
    assert [one.text for one in peru.notes.all()] == ["Pedir el **registro**."]
    assert [one.text for one in bolivia.notes.all()] == ["Otra nota"]
    assert [(one.record_id, one.times) for one in peru.history.recent()] == [("programme/sisfin", 3)]
    assert [one.record_id for one in bolivia.history.recent()] == ["region/BO-L"]
    assert peru.elsewhere() == (Elsewhere("bolivia", saved=1, notes=1, recent=1),)
    assert bolivia.elsewhere() == (Elsewhere("peru", saved=4, notes=1, recent=1),)


def kept_before(folder: Path) -> list[Path]:
    """The copies that were made before the file got its present form."""
    return sorted((folder / "backups").glob("before-version-2-*.db"))


def test_a_file_of_the_first_version_is_brought_up_with_a_copy_kept(old: Path, watch: Watch) -> None:
    with open_user_data(old, watch) as data:
        check_old(data)
        (kept,) = kept_before(old)
        with closing(connect(kept, read_only=True)) as copy:
            assert copy.execute("PRAGMA user_version").fetchone() == (1,)
            assert copy.execute("SELECT count(*) FROM bookmark").fetchone() == (5,)
        for number in range(60):
            data.shelf("peru").bookmarks.add(f"topic/{number}", title="t")
            data.backup()
        assert kept.exists(), "this copy is never rotated"
    with closing(connect(old / "userdata.db", read_only=True)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert is_intact(connection)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    ("forgotten", "library"),
    [
        (("DELETE FROM visit",), "peru"),
        (("DELETE FROM visit", "DELETE FROM bookmark WHERE pack_id = 'peru'", "DELETE FROM note"), "bolivia"),
    ],
)
def test_what_named_no_library_can_be_found_again(
    old: Path, watch: Watch, forgotten: tuple[str, ...], library: str
) -> None:
    """Also by who cleared the history: it goes where most is."""
    with closing(connect(old / "userdata.db")) as connection:
        for statement in forgotten:
            connection.execute(statement)
    with open_user_data(old, watch) as data:
        assert data.shelf(library).bookmarks.get("topic/sis") is not None
        assert data.shelf("").bookmarks.all() == ()


def test_who_goes_back_to_the_old_program_gets_another_copy(old: Path, watch: Watch) -> None:
    open_user_data(old, watch).close()
    (first,) = kept_before(old)
    shutil.copyfile(first, old / "userdata.db")
    open_user_data(old, watch).close()
    assert kept_before(old) == [first], "nothing was added to it"
    shutil.copyfile(first, old / "userdata.db")
    with closing(connect(old / "userdata.db")) as connection:
        connection.execute("UPDATE folder SET name = 'Cusco' WHERE name = 'Ayacucho'")
        connection.execute("UPDATE state SET value = value + 1 WHERE key = 'changes'")
    open_user_data(old, watch).close()
    assert len(kept_before(old)) == 2
    with closing(connect(kept_before(old)[-1], read_only=True)) as copy:
        assert copy.execute("SELECT name FROM folder ORDER BY id LIMIT 1").fetchone() == ("Cusco",)


KILLED = """
import os, sys
from pathlib import Path
from fieldref.userdata import open_user_data, schema
left = int(sys.argv[2])
honest = schema.checksum
def checksum(*fields):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    return honest(*fields)
schema.checksum = checksum
open_user_data(Path(sys.argv[1])).close()
"""


@pytest.mark.slow
@pytest.mark.parametrize("rows", range(14, 19))
def test_a_migration_that_is_killed_leaves_the_old_file(
    old: Path, watch: Watch, run_python: RunPython, rows: int
) -> None:
    """The rows are proved twice, in the file and in its copy; after that each checksum is one of the migration."""
    assert run_python("-c", KILLED, str(old), str(rows)).returncode == 9
    assert kept_before(old)
    with open_user_data(old, watch) as data:
        check_old(data)


def test_without_room_for_a_copy_nothing_is_migrated(old: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    before = (old / "userdata.db").read_bytes()
    monkeypatch.setattr("fieldref.userdata.backup.copy_to", full)
    with open_user_data(old, watch) as data:
        assert trouble_of(data).kind is TroubleKind.DISK_FULL
        assert [one.record_id for one in data.shelf("bolivia").bookmarks.all()] == ["region/BO-L"]
    assert (old / "userdata.db").read_bytes() == before


def test_a_damaged_file_of_the_first_version_comes_back_from_its_own_rows(old: Path, watch: Watch) -> None:
    content = bytearray((old / "userdata.db").read_bytes())
    at = content.index(b"Pedir el")
    content[at] ^= 1
    (old / "userdata.db").write_bytes(content)
    with open_user_data(old, watch) as data:
        assert trouble_of(data).kind is TroubleKind.STARTED_EMPTY
        assert len(data.shelf("peru").bookmarks.all()) == 3
        assert [one.record_id for one in data.shelf("bolivia").bookmarks.all()] == ["region/BO-L"]
        assert data.shelf("bolivia").notes.get("region/BO-L") is not None


OLD_QUESTIONS = (
    """SELECT b.id, b.record_id, b.place, b.pack_id, b.kind, b.title, b.folder_id, b.created, b.changed FROM bookmark b
    LEFT JOIN folder f ON f.id = b.folder_id ORDER BY f.id IS NOT NULL, f.position, f.id, b.position, b.id""",
    "SELECT bookmark_id, tag FROM bookmark_tag ORDER BY tag",
    "SELECT id, name FROM folder ORDER BY position, id",
    "SELECT record_id, text, title, pack_id, created, changed, revision FROM note ORDER BY changed DESC",
    "SELECT record_id, title, kind, pack_id, visited, times FROM visit ORDER BY visited DESC, record_id LIMIT 20",
    "SELECT query, language, searched FROM search ORDER BY searched DESC, query LIMIT 10",
    "SELECT value FROM state WHERE key = 'changes'",
)
OLD_CHECKSUMS = (
    "SELECT checksum, record_id, place, pack_id, title, created FROM bookmark",
    "SELECT checksum, record_id, text, created, changed FROM note",
)


def test_the_program_before_can_still_read_the_file(old: Path, watch: Watch) -> None:
    """It says that the file is of a newer FieldRef and reads it into memory; it proves the rows first, its own way."""
    with open_user_data(old, watch) as data:
        data.shelf("bolivia").notes.save("topic/new", "escrita después", title="t")
    with closing(connect(old / "userdata.db", read_only=True)) as connection:
        for question in OLD_QUESTIONS:
            connection.execute(question).fetchall()
        for question in OLD_CHECKSUMS:
            rows = connection.execute(question).fetchall()
            assert rows
            assert all(row[0] == checksum(*row[1:]) for row in rows)


def test_each_library_has_its_own(data: UserData) -> None:
    peru, bolivia = data.shelf("peru"), data.shelf("bolivia")
    folder = data.folders.add("Misión")
    for shelf, text in ((peru, "aquí"), (bolivia, "allá")):
        shelf.bookmarks.add("topic/sis", title=text, folder_id=folder.id)
        shelf.notes.save("topic/sis", text, title="SIS")
        shelf.history.visited("topic/sis", title=text)
    second = peru.bookmarks.add("topic/two", title="two", folder_id=folder.id)
    assert [one.title for one in bolivia.bookmarks.all()] == ["allá"]
    assert [one.title for one in peru.bookmarks.all()] == ["aquí", "two"]
    peru.bookmarks.move([second.id], folder.id, 0)
    assert [one.title for one in peru.bookmarks.all()] == ["two", "aquí"]
    assert [one.text for one in (*peru.notes.all(), *bolivia.notes.all())] == ["aquí", "allá"]
    assert [one.title for one in (*peru.history.recent(), *bolivia.history.recent())] == ["aquí", "allá"]
    peru.notes.save("topic/sis", "", title="SIS", seen=-1)
    assert bolivia.notes.get("topic/sis") is not None
    gone = bolivia.bookmarks.all()[0]
    bolivia.bookmarks.remove([gone.id])
    assert len(peru.bookmarks.all()) == 2
    peru.bookmarks.put_back(gone)
    assert bolivia.bookmarks.all()[0].title == "allá", "undone in the library it came from"
    assert data.shelf("peru") is peru


def test_a_file_of_a_newer_app_is_read_and_left_untouched(folder: Path, watch: Watch) -> None:
    fill(folder, watch)
    with closing(connect(folder / "userdata.db")) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        connection.execute("CREATE TABLE future (x)")
    before = (folder / "userdata.db").read_bytes()
    with open_user_data(folder, watch) as data:
        assert trouble_of(data).kind is TroubleKind.NEWER
        assert trouble_of(data).sentence()
        assert not data.permanent
        assert len(data.shelf("peru").notes.all()) == 40
        data.shelf("peru").bookmarks.add("topic/x", title="x")
    assert (folder / "userdata.db").read_bytes() == before


# ---- where nothing can be written


READ_ONLY = """
import os, sys
from pathlib import Path
from fieldref.userdata import open_user_data
if os.getuid() == 0:  # root can write anywhere: step down
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
with open_user_data(Path(sys.argv[1])) as data:
    assert data.trouble is not None, "no trouble told"
    assert not data.permanent
    print(data.trouble.kind.value, len(data.shelf("peru").notes.all()))
    data.shelf("peru").notes.save("topic/x", "solo en esta sesión", title="x")
    assert data.shelf("peru").notes.get("topic/x") is not None
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
@pytest.mark.parametrize("log_beside", [False, True])
def test_a_read_only_folder_still_opens_for_reading(folder: Path, watch: Watch, log_beside: bool) -> None:
    fill(folder, watch)
    if log_beside:  # a killed run leaves its log
        program = (
            "import os, sys; from pathlib import Path; from fieldref.userdata import open_user_data\n"
            "data = open_user_data(Path(sys.argv[1]))\n"
            "data.shelf('peru').notes.save('topic/late', 't', title='t'); os._exit(9)"
        )
        environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
        subprocess.run([sys.executable, "-c", program, str(folder)], env=environment, check=False)
        assert (folder / "userdata.db-wal").stat().st_size > 0
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    result = _as_nobody(folder)
    assert result.stdout.split() == ["read_only", "41" if log_beside else "40"], result.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def _as_nobody(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run READ_ONLY without the right to write."""
    everything = (folder, *folder.rglob("*"))
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    above = [path for path in folder.parents if path.stat().st_mode & 0o001 == 0 and path.owner() == folder.owner()]
    if os.getuid() == 0:
        for path in above:
            path.chmod(0o711)
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONWARNINGS": "error"}
    try:
        command = [sys.executable, "-c", READ_ONLY, str(folder)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    finally:
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, TroubleKind.DISK_FULL),
        (sqlite3.SQLITE_READONLY, TroubleKind.READ_ONLY),
        (sqlite3.SQLITE_BUSY, TroubleKind.BUSY),
        (sqlite3.SQLITE_IOERR, TroubleKind.UNWRITABLE),
    ],
)
def test_a_refused_write_says_why_and_stores_nothing(data: UserData, code: int, kind: TroubleKind) -> None:
    error = sqlite3.OperationalError("refused")
    error.sqlite_errorcode = code

    def refused() -> None:
        with data.store.write() as connection:
            connection.execute("INSERT INTO folder (name, position) VALUES ('x', 0)")
            raise error

    with pytest.raises(NotSaved) as caught:
        refused()
    assert caught.value.trouble.kind is kind
    assert caught.value.trouble.sentence()
    assert data.folders.all() == ()


def test_a_path_that_is_a_file_is_told(tmp_path: Path, watch: Watch) -> None:
    (tmp_path / "taken").write_text("not a folder")
    with open_user_data(tmp_path / "taken", watch) as data:
        assert not data.permanent
        assert trouble_of(data).sentence()


@pytest.mark.parametrize("kind", list(TroubleKind))
def test_every_trouble_has_its_sentence(kind: TroubleKind, tmp_path: Path) -> None:
    for session_only in (False, True):
        assert Trouble(kind, tmp_path / "userdata.db", session_only=session_only, backup_date="2026-11-01").sentence()


# ---- whose it is


def rights(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*.db*") if path.is_file()}


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_what_is_private_is_made_for_its_owner_alone(folder: Path, watch: Watch) -> None:
    before = os.umask(0o022)
    try:
        fill(folder, watch)
        damage_header(folder / "userdata.db")
        with open_user_data(folder, watch) as data:
            data.shelf("peru").notes.save("topic/x", "privado", title="x")
            data.backups.keep_before(99)
            found = rights(folder)
    finally:
        os.umask(before)
    assert set(found.values()) == {0o600}
    kinds = ("userdata.db", "userdata.db-wal", "userdata.db-shm", "userdata-damaged-", "user-", "before-version-")
    assert all(any(name.startswith(kind) for name in found) for kind in kinds)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_what_was_made_for_everybody_is_taken_back(folder: Path, watch: Watch) -> None:
    fill(folder, watch)
    shutil.copyfile(folder / "userdata.db", folder / "userdata-damaged-2026-11-01-080000.db")
    for path in folder.rglob("*.db*"):
        path.chmod(0o664)
    (folder / "notas.db").touch(0o644)
    with open_user_data(folder, watch) as data:
        assert data.trouble is None
        found = rights(folder)
    assert found.pop("notas.db") & 0o044, "which is not ours"
    assert set(found.values()) == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_rights_that_cannot_be_changed_trouble_nobody(
    folder: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a stick, or where the file belongs to somebody else."""
    fill(folder, watch)
    (folder / "userdata.db").chmod(0o644)

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    with open_user_data(folder, watch) as data:
        assert data.trouble is None
        assert data.permanent
        assert len(data.shelf("peru").notes.all()) == 40


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_what_its_owner_may_not_do_stays_so(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    (tmp_path / "a").chmod(0o444)
    make_private(tmp_path / "a")
    make_private(tmp_path / "none")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o400


# ---- backups


def test_backups_rotate(folder: Path, watch: Watch) -> None:
    with open_user_data(folder, watch) as data:
        for day in range(12):
            watch.time = datetime(2026, 11, 1 + day, 8, 0, tzinfo=UTC)
            for number in range(3):
                data.shelf("peru").notes.save("topic/x", f"día {day}, {number}", title="x", seen=-1)
                data.backup()
        kept = data.backups.all()
    assert len(kept) == 5 + 5  # the last five copies, then the last of each of five more days
    assert len({backup.day for backup in kept}) == 7
    assert kept[0].day == "2026-11-12"


def test_no_backup_is_made_when_nothing_changed(data: UserData) -> None:
    data.shelf("peru").bookmarks.add("topic/x", title="x")
    assert data.backups.make() is not None
    assert data.backups.make() is None


def test_a_clock_that_goes_backwards_does_not_make_old_backups_new(data: UserData, watch: Watch) -> None:
    data.shelf("peru").bookmarks.add("topic/x", title="x")
    first = data.backups.make()
    watch.time = datetime(2009, 1, 1, tzinfo=UTC)
    data.shelf("peru").bookmarks.add("topic/y", title="y")
    second = data.backups.make()
    assert first is not None
    assert second is not None
    assert data.backups.all()[0] == second


def test_a_backup_is_one_plain_file(data: UserData) -> None:
    data.shelf("peru").bookmarks.add("topic/x", title="x")
    backup = data.backups.make()
    assert backup is not None
    with closing(sqlite3.connect(backup.path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("SELECT count(*) FROM bookmark").fetchone() == (1,)
    assert not list(backup.path.parent.glob("*.tmp*"))
