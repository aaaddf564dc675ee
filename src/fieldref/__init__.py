"""FieldRef: a field reference that works with no network."""

__version__ = "0.1.0"
