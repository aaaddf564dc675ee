"""A parser of command lines whose help and complaints are in the reader's language."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from fieldref.i18n import _, pgettext


class UsageError(Exception):
    """The command line cannot be understood; `str()` is one sentence."""


class CommandParser(argparse.ArgumentParser):
    """Speaks the reader's language and leaves ending the program to its caller."""

    def __init__(self, **settings: Any) -> None:
        helps = settings.pop("add_help", True)
        usual = {"allow_abbrev": False, "formatter_class": _HelpFormatter}
        super().__init__(**{**usual, **settings, "add_help": False})
        self._optionals.title = _("Options")
        self._positionals.title = _("Arguments")
        if helps:
            self.add_argument("-h", "--help", action="help", help=_("show this help"))

    def error(self, message: str) -> NoReturn:
        """Raises UsageError instead of ending the program."""
        raise UsageError(_explained(message))


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _("Usage: ") if prefix is None else prefix)

    def _metavar_formatter(self, action: argparse.Action, default_metavar: str) -> Callable[[int], tuple[str, ...]]:
        said = super()._metavar_formatter(action, default_metavar)
        return lambda size: tuple(placeholder(word) for word in said(size))

    def _get_default_metavar_for_positional(self, action: argparse.Action) -> str:
        return action.dest.upper()


def placeholder(word: str) -> str:
    """What stands for a value in a usage line ('FILE'), in the reader's language; choices and codes stay."""
    words = {
        "ACTION": pgettext("placeholder", "ACTION"),
        "CODE": pgettext("placeholder", "CODE"),
        "COMMAND": pgettext("placeholder", "COMMAND"),
        "FILE": pgettext("placeholder", "FILE"),
        "FOLDER": pgettext("placeholder", "FOLDER"),
        "KEY": pgettext("placeholder", "KEY"),
        "KIND": pgettext("placeholder", "KIND"),
        "LIBRARY": pgettext("placeholder", "LIBRARY"),
        "NAME": pgettext("placeholder", "NAME"),
        "NEW": pgettext("placeholder", "NEW"),
        "OLD": pgettext("placeholder", "OLD"),
        "PACK": pgettext("placeholder", "PACK"),
        "QUERY": pgettext("placeholder", "QUERY"),
        "TEXT": pgettext("placeholder", "TEXT"),
        "VERSION": pgettext("placeholder", "VERSION"),
    }
    return words.get(word, word)


def _explained(message: str) -> str:
    """One sentence for what argparse found wrong, in the reader's language."""
    if found := re.match(r"argument ([^:]+): (.*)", message):
        name = _spoken(found[1].split("/")[-1])
        if value := re.match(r"invalid (?:choice|\w+ value): (.*?)(?: \(choose from (.*)\))?$", found[2]):
            choices = (value[2] or "").replace("'", "")
            given = value[1].strip("'\"")
            if choices:
                told = _("“{value}” is not a choice for {option}: choose from {choices}.")
                return told.format(value=given, option=name, choices=choices)
            return _("“{value}” is not a value for {option}.").format(value=given, option=name)
        return _("{option} needs a value.").format(option=name)
    if found := re.match(r"the following arguments are required: (.*)", message):
        names = ", ".join(_spoken(name) for name in found[1].split(", "))
        return _("Something is missing: {names}.").format(names=names)
    if found := re.match(r"unrecognized arguments: (.*)", message):
        return _("This is not understood: {arguments}.").format(arguments=found[1])
    return _("This command line is not understood: {detail}.").format(detail=message)


def _spoken(name: str) -> str:
    """How the help names an argument: options as they are typed, others as their placeholder."""
    return name if name.startswith("-") else placeholder(name.upper())


def command_parser(program: str, description: str = "", epilog: str = "") -> CommandParser:
    """An empty parser for a program's command line, without a help of its own."""
    return CommandParser(prog=program, description=description, epilog=epilog, add_help=False)
