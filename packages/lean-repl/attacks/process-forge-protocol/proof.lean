rfl --! forge
