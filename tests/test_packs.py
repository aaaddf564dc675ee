"""Content packs: what is taken, what is refused, and that the old content survives both."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import REPO
from tests.pack_maker import DEVELOPMENT_KEY, OTHER_KEY, Change, changed_copy, members, pack, rezip, set_meta

from fieldref.content.schema import APPLICATION_ID, SCHEMA_VERSION
from fieldref.packs.changes import compare
from fieldref.packs.choosing import choose
from fieldref.packs.container import MEMBERS, pack_name
from fieldref.packs.errors import PackError, Problem
from fieldref.packs.keys import WrongPasswordError, is_sealed, load_secret, save_secret
from fieldref.packs.making import describe, make_pack
from fieldref.packs.manifest import parse_manifest, version_key
from fieldref.packs.outside import described
from fieldref.packs.signing import generate_key, parse_public_key, parse_signature, sign, trusted_keys, verify
from fieldref.packs.store import KEEP, PackStore


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder named as sticks are."""
    folder = tmp_path / "USB Ñandú #1 100%"
    folder.mkdir()
    return folder


@pytest.fixture
def store(stick: Path) -> PackStore:
    return PackStore(stick / "content", (DEVELOPMENT_KEY.public,))


@pytest.fixture
def good(content_path: Path, stick: Path) -> Path:
    return pack(content_path, stick / "good.frpack")


def problem_of(store: PackStore, path: Path) -> Problem:
    """Why `path` is refused, after checking that nothing was installed and that the sentence is complete."""
    with pytest.raises(PackError) as caught:
        store.install(path)
    sentence = caught.value.sentence()
    assert path.name in sentence
    assert "{" not in sentence
    assert not store.libraries()
    assert not list(store.folder.rglob("*.part"))
    return caught.value.problem


def test_a_pack_is_verified_installed_and_used(store: PackStore, good: Path, content_path: Path) -> None:
    signed = store.verify(good)
    assert signed.signer.key == DEVELOPMENT_KEY.public.key
    installed = store.install(good)
    assert installed.path.read_bytes() == content_path.read_bytes()
    assert store.current(installed.manifest.id) == installed
    assert choose((content_path.parent / "nowhere.db",), store).path == installed.path


def test_the_same_pack_twice_changes_nothing(store: PackStore, good: Path) -> None:
    first = store.install(good)
    before = first.path.stat()
    second = store.install(good)
    assert second.path == first.path
    assert second.path.stat().st_ino == before.st_ino, "the file in place may be open and is never replaced"


def test_the_same_content_gives_the_same_pack(content_path: Path, stick: Path) -> None:
    one, about = make_pack(content_path, DEVELOPMENT_KEY, stick)
    first = one.read_bytes()
    two, _ = make_pack(content_path, DEVELOPMENT_KEY, stick)
    assert one == two
    assert one.name == pack_name(about)
    assert two.read_bytes() == first
    assert [entry.name for entry in stick.iterdir()] == [one.name]


def newer(content_path: Path, folder: Path, serial: int) -> Path:
    database = changed_copy(
        content_path, folder / f"{serial}.db", set_meta(serial=str(serial), version=f"2027.{serial}")
    )
    return pack(database, folder / f"{serial}.frpack")


def test_an_older_pack_needs_the_persons_word(store: PackStore, good: Path, content_path: Path, stick: Path) -> None:
    store.install(newer(content_path, stick, 9))
    with pytest.raises(PackError) as caught:
        store.install(good)
    assert caught.value.problem is Problem.OLDER
    older = store.install(good, allow_older=True)
    current = store.current(older.manifest.id)
    assert current is not None
    assert current.path == older.path
    assert current.pinned


def test_one_step_back_and_the_rule_of_what_stays(store: PackStore, content_path: Path, stick: Path) -> None:
    for serial in range(2, 8):
        store.install(newer(content_path, stick, serial))
    library = store.libraries()[0]
    assert [one.manifest.serial for one in store.versions(library)] == [7, 6, 5]
    assert len(store.versions(library)) == KEEP
    back = store.roll_back(library)
    assert back is not None
    assert back.serial == 6
    chosen = choose((content_path,), store, library)
    assert chosen.path == back.path, "a version gone back to stays, though newer ones are there"
    assert store.remove(library, store.versions(library)[0].path)
    assert store.roll_back(library) is not None
    assert store.roll_back(library) is None


def test_a_damaged_installed_file_gives_way_to_the_next(store: PackStore, content_path: Path, stick: Path) -> None:
    newest = store.install(newer(content_path, stick, 3))
    whole = newest.path.read_bytes()
    newest.path.write_bytes(b"\0" * len(whole))
    choice = choose((content_path,), store)
    assert choice.path == content_path
    assert [error.path for error in choice.failed] == [newest.path]
    newest.path.write_bytes(whole[:1000])
    assert choose((content_path,), store).path == content_path


def test_two_libraries_live_side_by_side(store: PackStore, good: Path, content_path: Path, stick: Path) -> None:
    store.install(good)
    database = changed_copy(content_path, stick / "other.db", set_meta(id="bolivia"))
    other = store.install(pack(database, stick / "other.frpack"))
    assert len(store.libraries()) == 2
    assert choose((content_path,), store, "bolivia").path == other.path


def test_what_is_new_is_told_record_by_record(content_path: Path, stick: Path) -> None:
    def edit(connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE record_text SET text = text || '.' WHERE record_id = 'topic/sis' AND field = 'title'"
        )
        connection.execute(
            "INSERT INTO record(id, kind, position, importance) SELECT 'term/new', 'term', 999, 0.1 FROM record LIMIT 1"
        )

    changes = compare(content_path, changed_copy(content_path, stick / "edited.db", edit))
    assert changes.added == ("term/new",)
    assert changes.changed == ("topic/sis",)
    assert changes.removed == ()
    assert not compare(content_path, content_path)


def script(text: str) -> Change:
    return lambda connection: connection.executescript(text)


HOSTILE: dict[str, str] = {
    "trigger": "CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM record; END",
    "view": "CREATE VIEW v AS SELECT * FROM meta",
    "other virtual table": "CREATE VIRTUAL TABLE spell USING fts5(word)",
    "extra table": "CREATE TABLE extra(x)",
    "extra index": "CREATE INDEX extra ON meta(value)",
    "table in another shape": "ALTER TABLE term ADD COLUMN script TEXT",
    "view in place of a table": "PRAGMA foreign_keys=0; DROP TABLE event_source; CREATE VIEW event_source AS SELECT 1",
}


HOSTILE_VALUES: dict[str, str] = {
    "text in place of a number": "UPDATE observation SET value = 'x' WHERE id = (SELECT min(id) FROM observation)",
    "a number without end": "UPDATE programme SET budget_amount = 1e308 WHERE budget_amount > 0",
    "more decimals than can be written": "UPDATE indicator SET decimals = 40",
    "a number below all": "UPDATE observation SET value = -9e999 WHERE id = (SELECT min(id) FROM observation)",
    "bytes in place of text": "UPDATE record_text SET text = x'00ff' WHERE field = 'summary'",
    "text that is no UTF-8": "UPDATE label SET name = CAST(x'61ff62' AS TEXT)",
    "half letters side by side": "UPDATE source SET publisher = CAST(x'61c3' AS TEXT), year = CAST(x'b1' AS TEXT)",
    "NUL in a text": "UPDATE label SET name = 'a' || char(0) || 'b'",
    "address of a file": "UPDATE source SET url = 'file:///etc/passwd'",
    "address that is a script": "UPDATE source SET url = 'JavaScript:alert(1)'",
    "address with a hidden sign": "UPDATE source SET url = 'https://a.org/' || char(8238) || 'x'",
    "id that is a path": "PRAGMA foreign_keys=0; INSERT INTO record VALUES ('../../x', 'term', 1, 0.1, 1)",
    "shape that is none": "UPDATE boundary SET geometry = '{}'",
    "shape of words": """UPDATE boundary SET geometry = '{"type": "Point", "coordinates": ["a", 1]}'""",
    "shape without end": "UPDATE boundary SET geometry = replace(hex(zeroblob(5000)), '0', '[')",
    "counts that are none": """UPDATE meta SET value = '{"programme": "many"}' WHERE key = 'counts'""",
    "title that is none": "UPDATE meta SET value = '[]' WHERE key = 'title'",
    "serial that is none": "UPDATE meta SET value = '1e9' WHERE key = 'serial'",
}
OVER_BUDGET = {
    "long text": "UPDATE record_text SET text = hex(zeroblob(150000))"
    " WHERE record_id = 'topic/sis' AND field = 'title'",
    "long text behind a NUL": "UPDATE record_text SET text = 'a' || char(0) || hex(zeroblob(150000))"
    " WHERE record_id = 'topic/sis' AND field = 'title'",
    "long search passage": "UPDATE search_passage SET body = hex(zeroblob(150000))"
    " WHERE id = (SELECT min(id) FROM search_passage)",
    "giant value": "UPDATE boundary SET geometry = zeroblob(5000000) WHERE id = (SELECT min(id) FROM boundary)",
}


@pytest.mark.parametrize("statements", HOSTILE_VALUES.values(), ids=HOSTILE_VALUES.keys())
def test_values_are_of_the_form_the_program_reads(
    store: PackStore, content_path: Path, stick: Path, statements: str
) -> None:
    database = changed_copy(content_path, stick / "values.db", script(statements))
    problem = problem_of(store, _forced(database, stick / "values.frpack", describe(content_path)))
    assert problem in (Problem.HOSTILE_CONTENT, Problem.DAMAGED_DATABASE, Problem.BROKEN_LINKS)


@pytest.mark.parametrize("statements", OVER_BUDGET.values(), ids=OVER_BUDGET.keys())
def test_values_have_a_length(store: PackStore, content_path: Path, stick: Path, statements: str) -> None:
    database = changed_copy(content_path, stick / "long.db", script(statements))
    assert problem_of(store, pack(database, stick / "long.frpack")) is Problem.OVER_BUDGET


def test_an_index_that_lies_is_damage(store: PackStore, content_path: Path, stick: Path) -> None:
    """A record that its index does not know would be there on one page and missing on another."""

    def lie(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema = 1")
        sql = "SELECT sql FROM sqlite_schema WHERE name = 'record_by_kind'"
        before = connection.execute(sql).fetchone()[0]
        connection.execute(
            "UPDATE sqlite_schema SET sql = ? || ' WHERE position < 3' WHERE name = 'record_by_kind'", (before,)
        )
        connection.commit()
        connection.execute("PRAGMA schema_version = 99")
        connection.execute("REINDEX record_by_kind")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'record_by_kind'", (before,))

    database = changed_copy(content_path, stick / "lie.db", lie)
    assert problem_of(store, pack(database, stick / "lie.frpack")) is Problem.DAMAGED_DATABASE


def test_settings_hidden_in_an_index_are_seen(store: PackStore, content_path: Path, stick: Path) -> None:
    statement = "INSERT INTO search_name(search_name, rank) VALUES ('rank', 'bm25(10.0)')"
    database = changed_copy(content_path, stick / "rank.db", script(statement))
    assert problem_of(store, pack(database, stick / "rank.frpack")) is Problem.HOSTILE_SCHEMA


@pytest.mark.parametrize("statements", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_signed_pack_still_carries_no_code(
    store: PackStore, content_path: Path, stick: Path, statements: str
) -> None:
    database = changed_copy(content_path, stick / "hostile.db", script(statements))
    assert problem_of(store, pack(database, stick / "hostile.frpack")) is Problem.HOSTILE_SCHEMA


def test_a_trigger_hidden_as_a_search_table_is_seen(store: PackStore, content_path: Path, stick: Path) -> None:
    name = "search_name_data_x"
    hidden = f"CREATE TRIGGER {name} AFTER INSERT ON meta BEGIN SELECT 1; END"
    database = changed_copy(content_path, stick / "hidden.db", script(hidden))
    assert problem_of(store, pack(database, stick / "hidden.frpack")) is Problem.HOSTILE_SCHEMA


def test_missing_tables_foreign_files_and_broken_links(store: PackStore, content_path: Path, stick: Path) -> None:
    dropped = changed_copy(content_path, stick / "d.db", script("PRAGMA foreign_keys=0; DROP TABLE event_source"))
    assert problem_of(store, pack(dropped, stick / "d.frpack")) is Problem.FOREIGN_DATABASE
    foreign = changed_copy(content_path, stick / "f.db", script("PRAGMA application_id = 7"))
    manifest = describe(content_path)
    assert problem_of(store, _forced(foreign, stick / "f.frpack", manifest)) is Problem.FOREIGN_DATABASE
    orphan = changed_copy(
        content_path,
        stick / "o.db",
        script("PRAGMA foreign_keys=0; DELETE FROM source WHERE id IN (SELECT source_id FROM observation)"),
    )
    assert problem_of(store, pack(orphan, stick / "o.frpack")) is Problem.BROKEN_LINKS


def _forced(database: Path, target: Path, manifest: object) -> Path:
    from fieldref.packs.container import write_pack
    from fieldref.packs.manifest import Manifest

    assert isinstance(manifest, Manifest)
    write_pack(database, manifest, DEVELOPMENT_KEY, "test", target, level=1)
    return target


def test_the_database_must_say_what_the_manifest_says(store: PackStore, content_path: Path, stick: Path) -> None:
    path = pack(content_path, stick / "x.frpack", manifest=lambda about: replace(about, serial=77))
    assert problem_of(store, path) is Problem.BAD_MANIFEST


def test_an_index_that_does_not_match_its_text_is_damage(store: PackStore, content_path: Path, stick: Path) -> None:
    def spoil(connection: sqlite3.Connection) -> None:
        row = connection.execute(
            "SELECT id, block FROM search_body_data ORDER BY length(block) DESC LIMIT 1"
        ).fetchone()
        connection.execute("UPDATE search_body_data SET block = ? WHERE id = ?", (row[1][: len(row[1]) // 2], row[0]))

    database = changed_copy(content_path, stick / "i.db", spoil)
    assert problem_of(store, pack(database, stick / "i.frpack")) is Problem.DAMAGED_DATABASE


def test_signatures(store: PackStore, good: Path, content_path: Path, stick: Path) -> None:
    assert problem_of(store, pack(content_path, stick / "s.frpack", OTHER_KEY)) is Problem.UNKNOWN_KEY
    parts = members(good)
    unsigned = rezip([(name, parts[name]) for name in (MEMBERS[0], MEMBERS[2])], stick / "u.frpack")
    assert problem_of(store, unsigned) is Problem.UNSIGNED
    edited = parts[MEMBERS[0]].replace(b'"serial": ', b'"serial": 9')
    path = rezip(
        [(MEMBERS[0], edited), (MEMBERS[1], parts[MEMBERS[1]]), (MEMBERS[2], parts[MEMBERS[2]])], stick / "e.frpack"
    )
    assert problem_of(store, path) is Problem.BAD_SIGNATURE
    lines = parts[MEMBERS[1]].decode().splitlines()
    lines[2] = "trusted comment: signed by somebody else"
    path = rezip(
        [(MEMBERS[0], parts[MEMBERS[0]]), (MEMBERS[1], "\n".join(lines).encode()), (MEMBERS[2], parts[MEMBERS[2]])],
        stick / "c.frpack",
    )
    assert problem_of(store, path) is Problem.BAD_SIGNATURE


def test_an_id_taken_by_another_key_does_not_pass(store: PackStore, content_path: Path, stick: Path) -> None:
    impostor = replace(OTHER_KEY, key_id=DEVELOPMENT_KEY.key_id)
    assert problem_of(store, pack(content_path, stick / "i.frpack", impostor)) is Problem.BAD_SIGNATURE


def test_keys_rotate(content_path: Path, stick: Path) -> None:
    store = PackStore(stick / "content", (DEVELOPMENT_KEY.public, OTHER_KEY.public))
    assert store.install(pack(content_path, stick / "a.frpack", OTHER_KEY)).current


def test_what_is_not_a_pack(store: PackStore, good: Path, stick: Path) -> None:
    parts = members(good)
    about, signed, database = (parts[name] for name in MEMBERS)
    cases: dict[str, tuple[bytes | list[tuple[str, bytes]], Problem]] = {
        "empty": (b"", Problem.TRUNCATED),
        "text": (b"hello", Problem.NOT_A_PACK),
        "half": (good.read_bytes()[: good.stat().st_size // 2], Problem.TRUNCATED),
        "short by one": (good.read_bytes()[:-1], Problem.TRUNCATED),
        "traversal": ([(MEMBERS[0], about), (MEMBERS[1], signed), ("../content.db", database)], Problem.NOT_A_PACK),
        "extra": (
            [(MEMBERS[0], about), (MEMBERS[1], signed), (MEMBERS[2], database), ("run.exe", b"MZ")],
            Problem.NOT_A_PACK,
        ),
        "other order": ([(MEMBERS[2], database), (MEMBERS[1], signed), (MEMBERS[0], about)], Problem.NOT_A_PACK),
        "swapped": ([(MEMBERS[0], signed), (MEMBERS[1], about), (MEMBERS[2], database)], Problem.BAD_SIGNATURE),
        "large manifest": (
            [(MEMBERS[0], b" " * 70_000), (MEMBERS[1], signed), (MEMBERS[2], database)],
            Problem.BAD_MANIFEST,
        ),
        "other database": (
            [(MEMBERS[0], about), (MEMBERS[1], signed), (MEMBERS[2], database[:-1] + b"x")],
            Problem.ALTERED,
        ),
        "bomb": ([(MEMBERS[0], about), (MEMBERS[1], signed), (MEMBERS[2], b"\0" * 50_000_000)], Problem.ALTERED),
    }
    for name, (content, expected) in cases.items():
        path = stick / f"{name}.frpack"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            rezip(content, path)
        assert problem_of(store, path) is expected, name
    assert problem_of(store, stick / "not there.frpack") is Problem.UNREADABLE
    assert problem_of(store, stick) is Problem.UNREADABLE


def test_a_symlink_member_is_refused(store: PackStore, good: Path, stick: Path) -> None:
    parts = members(good)
    path = stick / "link.frpack"
    with zipfile.ZipFile(path, "w") as archive:
        for name in MEMBERS[:2]:
            archive.writestr(name, parts[name])
        link = zipfile.ZipInfo(MEMBERS[2])
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert problem_of(store, path) is Problem.ALTERED


def test_a_pack_for_a_newer_program(store: PackStore, content_path: Path, stick: Path) -> None:
    path = pack(content_path, stick / "n.frpack", manifest=lambda about: replace(about, minimum_app="99.0"))
    assert problem_of(store, path) is Problem.NEWER_APP_NEEDED


def test_manifests_are_read_with_suspicion(good: Path) -> None:
    about = json.loads(members(good)[MEMBERS[0]])
    wrong: dict[str, list[object]] = {
        "id": ["", "../x", "A", 5, None, "a" * 50],
        "serial": [-1, "1", 1.5, True, 2**60],
        "version": ["1/2", "", "latest"],
        "title": [{}, "x", {"es": ""}, {"ES": "x"}, {"es": "a\nb"}],
        "languages": [[], "es", [5], ["español"]],
        "counts": [[], {"x": "y"}],
        "sha256": ["x", "A" * 64],
        "built_on": ["23/11/2026"],
        "size": [-5, None],
    }
    for field, values in wrong.items():
        for value in values:
            with pytest.raises(PackError):
                parse_manifest(json.dumps(about | {field: value}).encode(), good)
    for content in (b"", b"[]", b"{", b"\xff", b"[" * 60_000):
        with pytest.raises(PackError):
            parse_manifest(content, good)


def test_versions_count_as_people_do() -> None:
    assert version_key("2026.9") < version_key("2026.11")
    assert version_key("0.10.0") > version_key("0.9.9")


def test_keys_on_disk(stick: Path) -> None:
    key = generate_key()
    save_secret(key, stick / "plain.key")
    save_secret(key, stick / "sealed.key", "ñandú")
    assert load_secret(stick / "plain.key") == key
    assert (is_sealed(stick / "plain.key"), is_sealed(stick / "sealed.key")) == (False, True)
    assert load_secret(stick / "sealed.key", "ñandú") == key
    with pytest.raises(WrongPasswordError):
        load_secret(stick / "sealed.key", "nandu")
    with pytest.raises(FileExistsError):
        save_secret(key, stick / "plain.key")
    key.public.to_file(stick / "Oficina Lima.pub")
    (stick / "junk.pub").write_text("nothing", encoding="utf-8")
    (found,) = trusted_keys(stick, stick / "none")
    assert (found.key, found.name) == (key.public.key, "Oficina Lima")
    assert parse_public_key(key.public.encode()).fingerprint == found.fingerprint


def test_minisigns_own_form(good: Path) -> None:
    """Against the layout minisign documents: algorithm, key id, signature; then the comment's signature."""
    content = sign(b"message", DEVELOPMENT_KEY, "who and when")
    first = base64.b64decode(content.decode().splitlines()[1])
    assert first[:2] == b"ED"
    assert first[2:10] == DEVELOPMENT_KEY.key_id
    assert len(first) == 2 + 8 + 64
    signature = parse_signature(content, good)
    assert verify(b"message", signature, (DEVELOPMENT_KEY.public,), good).key == DEVELOPMENT_KEY.public.key
    with pytest.raises(PackError):
        verify(b"massage", signature, (DEVELOPMENT_KEY.public,), good)


def test_a_list_of_millions_of_members_is_never_read(store: PackStore, good: Path, stick: Path) -> None:
    """Whatever the end of the file claims, the list of members is not read when it is longer than three need."""
    whole = good.read_bytes()
    end = bytearray(whole[-22:])
    end[8:12] = b"\xff\xff\xff\xff"
    end[12:16] = (200_000_000).to_bytes(4, "little")
    large = b"PK\x06\x07" + b"\0" * 16
    for name, content in {
        "many": whole[:-22] + bytes(end),
        "large": whole[:-22] + large + whole[-22:],
        "comment": whole[:-2] + b"\x05\x00hello",
        "tail": whole + b"\0" * 30,
    }.items():
        path = stick / f"{name}.frpack"
        path.write_bytes(content)
        assert problem_of(store, path) in (Problem.NOT_A_PACK, Problem.TRUNCATED), name


def test_the_same_serial_with_other_content_is_another_file(
    store: PackStore, good: Path, content_path: Path, stick: Path
) -> None:
    first = store.install(good)
    edit = script("UPDATE record_text SET text = 'SIS!' WHERE record_id = 'topic/sis' AND field = 'title'")
    mended = store.install(pack(changed_copy(content_path, stick / "m.db", edit), stick / "m.frpack"))
    assert mended.path != first.path
    assert first.path.read_bytes() == content_path.read_bytes()
    assert choose((content_path,), store).path == mended.path


def test_a_spoiled_installed_file_is_mended_by_installing_again(store: PackStore, good: Path) -> None:
    first = store.install(good)
    content = first.path.read_bytes()
    first.path.write_bytes(b"\0" * len(content))
    assert store.install(good).path.read_bytes() == content


def test_older_than_what_came_with_the_program(content_path: Path, good: Path, stick: Path) -> None:
    """Content that came with the program counts too: older packs ask, and one can go back to it."""
    bundled = changed_copy(content_path, stick / "bundled.db", set_meta(serial="5", version="2027.5"))
    store = PackStore(stick / "content", (DEVELOPMENT_KEY.public,), tuple(described((bundled,))))
    with pytest.raises(PackError) as caught:
        store.install(good)
    assert caught.value.problem is Problem.OLDER
    older = store.install(good, allow_older=True)
    assert older.pinned
    assert choose((bundled,), store).path == older.path
    newest = store.install(newer(content_path, stick, 9))
    assert choose((bundled,), store).path == newest.path
    assert store.roll_back(newest.manifest.id) is not None
    assert choose((bundled,), store).path == older.path, "back to the one in use before, not the next in order"
    store.use(newest.manifest.id, bundled)
    assert choose((bundled,), store).path == bundled


def test_one_installation_at_a_time(store: PackStore, good: Path) -> None:
    with store.prepare(good) as checked:
        with pytest.raises(PackError) as caught:
            PackStore(store.folder, store.keys).install(good)
        assert caught.value.problem is Problem.BUSY
        assert checked.database.exists(), "the other program does not clear up what this one is writing"
    store.install(good)


def test_a_stick_pulled_out_while_reading(store: PackStore, good: Path, content_path: Path, stick: Path) -> None:
    """The file gets shorter under our hands: one sentence, and the content in use stays."""
    path = newer(content_path, stick, 4)
    before = store.install(good)

    def pull(done: int, total: int) -> None:
        with path.open("r+b") as file:
            file.truncate(file.seek(0, 2) // 3)

    with pytest.raises(PackError) as caught:
        store.install(path, progress=pull)
    assert caught.value.problem in (Problem.TRUNCATED, Problem.ALTERED, Problem.UNREADABLE)
    assert store.in_use(before.manifest.id) is not None
    assert choose((content_path,), store).path == before.path


def test_names_that_windows_keeps(good: Path) -> None:
    about = json.loads(members(good)[MEMBERS[0]])
    for field, value in (("id", "con"), ("id", "lpt1"), ("built_on", "2026-02-30"), ("built_on", "٢٠٢٦-٠١-٠١")):
        with pytest.raises(PackError):
            parse_manifest(json.dumps(about | {field: value}).encode(), good)


def test_a_folder_that_cannot_be_written(store: PackStore, good: Path) -> None:
    store.folder.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        store.install(good)
    assert caught.value.problem is Problem.NOT_WRITABLE


def test_cancelling_leaves_nothing(store: PackStore, good: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise PackError(Problem.CANCELLED, good)

    with pytest.raises(PackError) as caught:
        store.install(good, progress=cancel)
    assert caught.value.problem is Problem.CANCELLED
    assert not list(store.folder.rglob("*.part"))


# ---- the form of the file, before SQLite believes any of it


def encoded(database: Path, target: Path, encoding: str) -> Path:
    """The same content in a file that writes letters another way."""
    with closing(sqlite3.connect(target)) as made, closing(sqlite3.connect(database)) as source:
        made.execute(f"PRAGMA encoding = '{encoding}'")
        made.execute("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        made.executemany("INSERT INTO meta VALUES (?, ?)", source.execute("SELECT key, value FROM meta"))
        made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        made.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        made.commit()
    return target


@pytest.mark.parametrize("encoding", ["UTF-16le", "UTF-16be"])
def test_a_database_in_another_encoding(store: PackStore, content_path: Path, stick: Path, encoding: str) -> None:
    database = encoded(content_path, stick / "wide.db", encoding)
    path = _forced(database, stick / "wide.frpack", describe(content_path))
    assert problem_of(store, path) is Problem.FOREIGN_DATABASE


def test_pages_of_another_size(store: PackStore, content_path: Path, stick: Path) -> None:
    giant = changed_copy(content_path, stick / "g.db", script("PRAGMA page_size = 65536; VACUUM"))
    assert problem_of(store, pack(giant, stick / "g.frpack")) is Problem.FOREIGN_DATABASE
    small = changed_copy(content_path, stick / "s.db", script("PRAGMA page_size = 1024; VACUUM"))
    assert store.verify(pack(small, stick / "s.frpack"))


def test_a_database_that_wants_a_log_beside_it(store: PackStore, content_path: Path, stick: Path) -> None:
    """What is not in the file itself is not signed, so nothing beside it may count."""
    database = changed_copy(content_path, stick / "w.db", script("PRAGMA journal_mode = WAL"))
    path = _forced(database, stick / "w.frpack", describe(content_path))
    assert problem_of(store, path) is Problem.FOREIGN_DATABASE
    assert not list(stick.rglob("*-wal"))


SCHEMAS: dict[str, str] = {
    "generated column": "ALTER TABLE term ADD COLUMN made TEXT GENERATED ALWAYS AS (hex(id)) VIRTUAL",
    "expression index": "CREATE INDEX made ON record_text(lower(text))",
    "partial index": "CREATE INDEX made ON record(id) WHERE kind = 'term'",
    "AUTOINCREMENT and its sqlite_sequence": "CREATE TABLE made(id INTEGER PRIMARY KEY AUTOINCREMENT)",
    "collation of its own": "CREATE TABLE made(x TEXT COLLATE nocase)",
    "trigger on a table of the search": "CREATE TRIGGER made AFTER INSERT ON search_body_config BEGIN SELECT 1; END",
    "index on a table of the search": "CREATE INDEX made ON search_name_config(v)",
}


@pytest.mark.parametrize("statements", SCHEMAS.values(), ids=SCHEMAS.keys())
def test_a_schema_is_ours_to_the_last_object(
    store: PackStore, content_path: Path, stick: Path, statements: str
) -> None:
    database = changed_copy(content_path, stick / "schema.db", script(statements))
    assert problem_of(store, pack(database, stick / "schema.frpack")) is Problem.HOSTILE_SCHEMA


def rewritten(name: str, before: str, after: str) -> Change:
    """Put another text into the schema itself, as no statement of SQL could."""

    def change(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema = 1")
        changed = connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ? AND instr(sql, ?)",
            (before, after, name, before),
        )
        assert changed.rowcount == 1

    return change


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("record", "CHECK (kind IN (", "CHECK (length(randomblob(9)) OR kind IN ("),
        ("record", "reviewed INTEGER NOT NULL DEFAULT 1", "reviewed INTEGER NOT NULL DEFAULT (random())"),
        ("record_by_kind", "ON record(", "ON record(lower(id), "),
        ("search_name", "USING fts5(", "USING fts5(extra, "),
        ("search_body", "USING fts5", "USING fts4"),
    ],
    ids=["check", "default", "index", "options of the search", "another kind of search"],
)
def test_a_schema_that_was_rewritten(
    store: PackStore, content_path: Path, stick: Path, name: str, before: str, after: str
) -> None:
    database = changed_copy(content_path, stick / "r.db", rewritten(name, before, after))
    problem = problem_of(store, _forced(database, stick / "r.frpack", describe(content_path)))
    assert problem in (Problem.HOSTILE_SCHEMA, Problem.DAMAGED_DATABASE)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sqlite_stat1 SET stat = 'x'",
        "UPDATE sqlite_stat1 SET stat = hex(zeroblob(1000))",
        "UPDATE sqlite_stat1 SET stat = x'00'",
        "INSERT INTO sqlite_stat1 SELECT * FROM sqlite_stat1",
    ],
)
def test_statistics_are_numbers(store: PackStore, content_path: Path, stick: Path, statement: str) -> None:
    database = changed_copy(content_path, stick / "stat.db", script(statement))
    problem = problem_of(store, _forced(database, stick / "stat.frpack", describe(content_path)))
    assert problem is Problem.HOSTILE_SCHEMA


# ---- what is signed, and what happens between the check and the use


def test_nothing_is_believed_before_the_signature(store: PackStore, good: Path, stick: Path) -> None:
    """An unsigned manifest could make the program say what its writer likes."""
    parts = members(good)
    about = json.loads(parts[MEMBERS[0]]) | {"format": 2, "minimum_app": "9 from https://example.org"}
    contents = [(MEMBERS[0], json.dumps(about).encode()), *((name, parts[name]) for name in MEMBERS[1:])]
    assert problem_of(store, rezip(contents, stick / "said.frpack")) is Problem.BAD_SIGNATURE


def test_the_bytes_that_were_checked_are_the_ones_that_are_used(
    store: PackStore, good: Path, content_path: Path, stick: Path
) -> None:
    """The pack is exchanged on the stick after it was checked, and between its manifest and its database."""
    edit = script("UPDATE record_text SET text = 'SIS!' WHERE record_id = 'topic/sis' AND field = 'title'")
    other = pack(changed_copy(content_path, stick / "o.db", edit), stick / "o.frpack").read_bytes()
    with store.prepare(good) as checked:
        good.write_bytes(other)
        installed = store.commit(checked)
    assert installed.path.read_bytes() == content_path.read_bytes()

    exchanged = pack(content_path, stick / "x.frpack")
    first = True

    def exchange(_done: int, _total: int) -> None:
        nonlocal first
        if first:
            first = False
            temporary = stick / "new.frpack"
            temporary.write_bytes(other)
            temporary.replace(exchanged)

    assert store.install(exchanged, progress=exchange).path.read_bytes() == content_path.read_bytes()


def test_every_byte_of_the_signature_file_counts(store: PackStore, good: Path, stick: Path) -> None:
    parts = members(good)
    signed = parts[MEMBERS[1]]
    for at in range(len(signed)):
        spoiled = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
        path = rezip([(MEMBERS[0], parts[MEMBERS[0]]), (MEMBERS[1], spoiled), (MEMBERS[2], b"")], stick / "byte.frpack")
        with pytest.raises(PackError) as caught:
            store.verify(path)
        assert caught.value.problem in (Problem.BAD_SIGNATURE, Problem.UNKNOWN_KEY), at


def test_a_key_that_was_taken_away_is_not_trusted_any_more(content_path: Path, stick: Path) -> None:
    keys = stick / "keys"
    keys.mkdir()
    OTHER_KEY.public.to_file(keys / "office.pub")
    path = pack(content_path, stick / "a.frpack", OTHER_KEY)
    assert PackStore(stick / "content", trusted_keys(keys)).verify(path)
    (keys / "office.pub").unlink()
    assert problem_of(PackStore(stick / "content", trusted_keys(keys)), path) is Problem.UNKNOWN_KEY


def test_what_is_no_file_at_all(store: PackStore, stick: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(stick / "pipe.frpack")
        assert problem_of(store, stick / "pipe.frpack") is Problem.TRUNCATED
        (stick / "nothing.frpack").symlink_to("/dev/zero")
        assert problem_of(store, stick / "nothing.frpack") is Problem.TRUNCATED


def test_a_name_that_is_no_text(store: PackStore, stick: Path) -> None:
    """Linux takes any bytes as a name; a sentence must still be one that can be written down."""
    path = stick / os.fsdecode(b"\xff\n\xe2\x80\xaexet.frpack")
    try:
        path.write_bytes(b"junk")
    except OSError:
        pytest.skip("this system takes no such names")
    with pytest.raises(PackError) as caught:
        store.verify(path)
    sentence = caught.value.sentence()
    assert sentence.isprintable()
    sentence.encode()


# ---- several programs at once


@pytest.mark.slow
def test_what_another_program_reads_is_not_tidied_away(store: PackStore, content_path: Path, stick: Path) -> None:
    """A window that reads an old version opens its file again for a PDF or a search: it has to be there."""
    old = store.install(newer(content_path, stick, 2))
    code = (
        "import sys, pathlib; from fieldref.content.library import Library\n"
        "library = Library(pathlib.Path(sys.argv[1])); print('open', flush=True); sys.stdin.read(); library.close()"
    )
    environ = os.environ | {"PYTHONPATH": str(REPO / "src")}
    reader = subprocess.Popen(
        [sys.executable, "-c", code, str(old.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    try:
        assert reader.stdout.readline().strip() == b"open"
        for serial in range(3, 8):
            store.install(newer(content_path, stick, serial))
        assert old.path.exists()
        assert not store.remove(old.manifest.id, old.path)
        assert [one.manifest.serial for one in store.versions(old.manifest.id)] == [7, 6, 5, 2]
    finally:
        reader.stdin.close()
        reader.wait()
        reader.stdout.close()
    store.install(newer(content_path, stick, 8))
    assert not old.path.exists()


@pytest.mark.slow
def test_two_programs_install_at_once(store: PackStore, content_path: Path, stick: Path) -> None:
    """Each installation is whole or told to wait; nothing of one gets into the other."""
    packs = [newer(content_path, stick, serial) for serial in (2, 3)]
    DEVELOPMENT_KEY.public.to_file(stick / "dev.pub")
    code = (
        "import sys, time; from pathlib import Path; from fieldref.packs.errors import PackError\n"
        "from fieldref.packs.signing import trusted_keys; from fieldref.packs.store import PackStore\n"
        "store = PackStore(Path(sys.argv[1]), trusted_keys(Path(sys.argv[2])))\n"
        "done = 0\n"
        "while done < 6:\n"
        "    try: store.install(Path(sys.argv[3]), allow_older=True); done += 1\n"
        "    except PackError as error: assert error.problem.value == 'busy', error\n"
        "    time.sleep(0.01)\n"
    )
    environ = os.environ | {"PYTHONPATH": str(REPO / "src")}
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(store.folder), str(stick), str(one)], env=environ)
        for one in packs
    ]
    assert [one.wait(timeout=300) for one in running] == [0, 0]
    library = store.libraries()[0]
    assert len(store.versions(library)) == 2
    for one in store.versions(library):
        assert hashlib.sha256(one.path.read_bytes()).hexdigest() == one.manifest.sha256
    assert store.current(library) is not None
    assert not list(store.folder.rglob("*.part"))
