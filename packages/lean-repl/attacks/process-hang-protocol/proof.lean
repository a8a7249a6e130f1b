rfl --! ignore-sigterm
