"""Content packs: what is taken, what is refused, and that the old content survives both.

What a signed database must not hold stands in `test_hostile_packs.py`, several programs at once in
`test_packs_at_once.py`.
"""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.pack_maker import (
    DEVELOPMENT_KEY,
    OTHER_KEY,
    changed_copy,
    members,
    newer,
    pack,
    problem_of,
    rezip,
    script,
    set_meta,
)

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
    path = pack(content_path, stick / "n.frpack", about=replace(describe(content_path), minimum_app="99.0"))
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
    """The pack is exchanged on the stick after it was checked."""
    other = _other_pack(content_path, stick)
    with store.prepare(good) as checked:
        other.replace(good)
        installed = store.commit(checked)
    assert installed.path.read_bytes() == content_path.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows replaces no open file")
def test_a_pack_exchanged_between_its_manifest_and_its_database(
    store: PackStore, good: Path, content_path: Path, stick: Path
) -> None:
    other = _other_pack(content_path, stick)
    first = True

    def exchange(_done: int, _total: int) -> None:
        nonlocal first
        if first:
            first = False
            other.replace(good)

    assert store.install(good, progress=exchange).path.read_bytes() == content_path.read_bytes()


def _other_pack(content_path: Path, stick: Path) -> Path:
    edit = script("UPDATE record_text SET text = 'SIS!' WHERE record_id = 'topic/sis' AND field = 'title'")
    return pack(changed_copy(content_path, stick / "o.db", edit), stick / "o.frpack")


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_what_is_no_file_at_all(store: PackStore, stick: Path) -> None:
    os.mkfifo(stick / "pipe.frpack")
    assert problem_of(store, stick / "pipe.frpack") is Problem.TRUNCATED
    (stick / "nothing.frpack").symlink_to("/dev/zero")
    assert problem_of(store, stick / "nothing.frpack") is Problem.TRUNCATED


def test_a_name_that_is_no_text(store: PackStore, stick: Path) -> None:
    """Linux takes any bytes as a name; a sentence must still be one that can be written down."""
    path = stick / "\udcff\n\u202exet.frpack"  # the first stands for the byte 0xff
    try:
        path.write_bytes(b"junk")
    except OSError:
        pytest.skip("this system takes no such names")
    with pytest.raises(PackError) as caught:
        store.verify(path)
    sentence = caught.value.sentence()
    assert sentence.isprintable()
    sentence.encode()
