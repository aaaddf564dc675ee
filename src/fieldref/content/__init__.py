"""The reference, read only: what it holds (model), how it is stored (schema), asked (library) and searched (search)."""
