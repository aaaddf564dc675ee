"""Several programs install and read content at once: each is whole or told to wait."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.conftest import StartPython
from tests.pack_maker import DEVELOPMENT_KEY, newer

from fieldref.packs.errors import PackError, Problem
from fieldref.packs.store import PackStore


def test_one_installation_at_a_time(store: PackStore, good: Path) -> None:
    with store.prepare(good) as checked:
        with pytest.raises(PackError) as caught:
            PackStore(store.folder, store.keys).install(good)
        assert caught.value.problem is Problem.BUSY
        assert checked.database.exists(), "the other program does not clear up what this one is writing"
    store.install(good)


@pytest.mark.slow
def test_what_another_program_reads_is_not_tidied_away(
    start_python: StartPython, store: PackStore, content_path: Path, stick: Path
) -> None:
    """A window that reads an old version opens its file again for a PDF or a search: it has to be there."""
    old = store.install(newer(content_path, stick, 2))
    code = (
        "import sys, pathlib; from fieldref.content.library import Library\n"
        "library = Library(pathlib.Path(sys.argv[1])); print('open', flush=True); sys.stdin.read(); library.close()"
    )
    with start_python("-c", code, str(old.path)) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline().strip() == b"open"
        for serial in range(3, 8):
            store.install(newer(content_path, stick, serial))
        assert old.path.exists()
        assert not store.remove(old.manifest.id, old.path)
        assert [one.manifest.serial for one in store.versions(old.manifest.id)] == [7, 6, 5, 2]
    store.install(newer(content_path, stick, 8))
    assert not old.path.exists()


@pytest.mark.slow
def test_two_programs_install_at_once(
    start_python: StartPython, store: PackStore, content_path: Path, stick: Path
) -> None:
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
    first, second = (("-c", code, str(store.folder), str(stick), str(one)) for one in packs)
    with start_python(*first) as this, start_python(*second) as other:
        assert (this.wait(timeout=300), other.wait(timeout=300)) == (0, 0)
    library = store.libraries()[0]
    assert len(store.versions(library)) == 2
    for one in store.versions(library):
        assert hashlib.sha256(one.path.read_bytes()).hexdigest() == one.manifest.sha256
    assert store.current(library) is not None
    assert not list(store.folder.rglob("*.part"))
