"""The dataclasses: what little they do by themselves."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from fieldref.content import model
from fieldref.content.model import Kind, Role, Text, TextStatus
from fieldref.content.record_model import Record, Statement


def test_every_class_of_the_model_is_frozen() -> None:
    for _name, found in inspect.getmembers(model, inspect.isclass):
        if dataclasses.is_dataclass(found):
            assert found.__dataclass_params__.frozen, found  # type: ignore[attr-defined]


def test_a_text_knows_for_whom_it_is() -> None:
    assert Text("Salud", "es").is_in("es")
    assert not Text("Salud", "es").is_in("en")
    assert Text("Ayacucho", model.UNDETERMINED).is_in("en")
    assert str(Text("Salud", "es", TextStatus.REVIEWED)) == "Salud"


def test_statements_of_one_role_in_order() -> None:
    first, second, third = (
        Statement(role, Text(word, "es"), verified=True, citations=())
        for role, word in ((Role.FACT, "a"), (Role.GAP, "b"), (Role.FACT, "c"))
    )
    record = Record(
        "topic/x", Kind.TOPIC, Text("x", "es"), None, None, {}, (), (), (first, second, third), (), (), reviewed=True
    )
    assert record.said(Role.FACT) == (first, third)
    assert record.said(Role.RESULT) == ()


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_the_beginning_of_its_ids(kind: Kind) -> None:
    assert kind.value.isidentifier()
