"""Content files that travel: one signed file a library, checked before it is used, installed beside the old one.

`errors` says what can be wrong, `manifest` what a pack says of itself, `signing` who stands behind it, `container` how
the file is put together, `inspection` what its database may hold, `store` where installed ones lie and which is
current, `choosing` which to open at start, `changes` what is new in one.
"""
