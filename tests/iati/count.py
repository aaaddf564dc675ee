"""Counts an IATI file a second time, with another parser and by paths, knowing nothing of the importer."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def count(path: Path) -> dict[str, object]:
    """Activities, narratives by the language that holds for each, transactions and locations."""
    root = ET.parse(path).getroot()
    space = root.tag.rpartition("}")[0]
    own = f"{space}}}" if space else ""
    above = {child: parent for parent in root.iter() for child in parent}

    def language(element: ET.Element) -> str:
        found: ET.Element | None = element
        while found is not None:
            if LANG in found.attrib:
                return found.attrib[LANG].strip().lower()
            found = above.get(found)
        return ""

    def foreign(element: ET.Element) -> bool:
        found: ET.Element | None = element
        while found is not None:
            if found.tag.rpartition("}")[0] != space:
                return True
            found = above.get(found)
        return False

    narratives = [one for one in root.findall(f"./{own}iati-activity//{own}narrative") if not foreign(one)]
    return {
        "activities": len(root.findall(f"./{own}iati-activity")),
        "narratives": dict(sorted(Counter(map(language, narratives)).items())),
        "transactions": len(root.findall(f"./{own}iati-activity/{own}transaction")),
        "locations": len(root.findall(f"./{own}iati-activity/{own}location")),
    }
