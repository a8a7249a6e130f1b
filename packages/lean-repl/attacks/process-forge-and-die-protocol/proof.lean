rfl --! forge-and-exit
