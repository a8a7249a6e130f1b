rfl --! flood-stdout
