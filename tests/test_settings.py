"""The person's choices survive: restarts, other versions, broken files and full disks."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldref import settings
from fieldref.settings import RECENT_SEARCHES_KEPT, Settings, SettingsStore, _sorted_out


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_first_start_has_defaults_and_writes_nothing(file: Path):
    store = SettingsStore(file)
    assert store.current == Settings()
    assert store.problem is None
    assert not file.parent.exists()


def test_choices_survive_a_restart(file: Path):
    chosen = Settings(language="es", theme="contrast", zoom=1.25, splitter=(200, 600), recent_searches=("sis",))
    SettingsStore(file).update(**dataclasses.asdict(chosen))
    assert SettingsStore(file).current == chosen


def test_only_what_was_chosen_is_written(file: Path):
    SettingsStore(file).update(theme="dark")
    assert json.loads(file.read_text(encoding="utf-8")) == {"theme": "dark"}


def test_nothing_is_written_when_nothing_changes(file: Path):
    store = SettingsStore(file)
    store.update(theme="system")
    assert not file.exists()


def test_choices_of_a_newer_version_are_kept(file: Path):
    file.parent.mkdir()
    file.write_text('{"theme": "dark", "hologram": {"on": true}}', encoding="utf-8")
    SettingsStore(file).update(zoom=2.0)
    assert json.loads(file.read_text(encoding="utf-8")) == {"hologram": {"on": True}, "theme": "dark", "zoom": 2.0}


@pytest.mark.parametrize("broken", [b"{", b"[]", b"\xff\xfe\x00", b"null", b"[" * 100_000, b""])
def test_a_broken_file_is_set_aside(file: Path, broken: bytes):
    file.parent.mkdir()
    file.write_bytes(broken)
    store = SettingsStore(file)
    assert store.current == Settings()
    assert store.set_aside is not None
    assert store.set_aside.read_bytes() == broken
    store.update(theme="dark")
    assert SettingsStore(file).current.theme == "dark"


def test_a_value_that_cannot_be_leaves_the_others(file: Path):
    file.parent.mkdir()
    found = {"theme": "plaid", "zoom": "big", "language": "es", "splitter": [1, "x"], "reduced_motion": 1}
    file.write_text(json.dumps(found), encoding="utf-8")
    assert SettingsStore(file).current == Settings(language="es")


def test_where_nothing_can_be_written_choices_live_in_memory(tmp_path: Path):
    (tmp_path / "file").touch()
    store = SettingsStore(tmp_path / "file" / "settings.json")
    store.update(theme="dark")
    assert store.current.theme == "dark"
    assert store.problem


def test_a_full_disk_is_told(file: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_path: Path, _content: bytes, *, private: bool) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(settings, "write_atomically", full)
    store = SettingsStore(file)
    assert store.update(theme="dark").theme == "dark"
    assert store.problem == "No space left on device"


def test_without_a_file_nothing_is_a_problem():
    store = SettingsStore(None)
    store.update(theme="dark")
    assert store.current.theme == "dark"
    assert store.problem is None


def test_wrong_names_and_values_are_refused(file: Path):
    store = SettingsStore(file)
    with pytest.raises(TypeError):
        store.update(colour="red")
    with pytest.raises(ValueError, match="theme"):
        store.update(theme="plaid")
    assert not file.exists()


def test_zoom_stays_readable(file: Path):
    store = SettingsStore(file)
    assert store.update(zoom=50.0).zoom == settings.ZOOM_RANGE[1]
    assert store.update(zoom=0.01).zoom == settings.ZOOM_RANGE[0]


def test_recent_searches(file: Path):
    store = SettingsStore(file)
    for query in ("sis", "  Ayacucho ", "", "SIS", *map(str, range(20))):
        store.add_search(query)
    assert store.current.recent_searches[0] == "19"
    assert len(store.current.recent_searches) == RECENT_SEARCHES_KEPT
    store.update(keep_recent_searches=False)
    assert store.current.recent_searches == ()
    store.add_search("secret")
    assert store.current.recent_searches == ()
    assert "secret" not in file.read_text(encoding="utf-8")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
names = st.sampled_from([field.name for field in dataclasses.fields(Settings)]) | st.text(max_size=5)


@given(st.dictionaries(names, json_values, max_size=8))
def test_any_json_object_can_be_read(found: dict[str, object]):
    read, others = _sorted_out(found)
    assert isinstance(read, Settings)
    assert set(others).isdisjoint(field.name for field in dataclasses.fields(Settings))
    json.dumps(dataclasses.asdict(read))
