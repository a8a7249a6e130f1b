rfl --! eat-memory
