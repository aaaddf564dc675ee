"""From the reference as text (data/source) to the content file: readers, checks and the build.

The only part of FieldRef that imports sqlite_utils, pydantic, ruamel.yaml and pyuca; it is not in the frozen app.
"""
