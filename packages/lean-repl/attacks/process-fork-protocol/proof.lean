rfl --! fork-many
