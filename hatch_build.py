"""What the build adds: compiled catalogs, and the bundle of data, resources and translations inside the package."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from types import ModuleType


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        catalogs = _messages_tool(root).compile_catalogs(root)
        if version == "editable":
            return  # the package then runs from the checkout and finds everything there
        content = root / "data" / "content.db"
        if not content.is_file():
            raise FileNotFoundError(f"{content} is missing: run `make content` first")
        bundled = [content, root / "resources", *sorted((root / "docs").glob("guide*.md")), *catalogs]
        build_data["force_include"].update(
            {str(path): f"fieldref/_bundle/{path.relative_to(root).as_posix()}" for path in bundled}
        )


def _messages_tool(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", root / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
