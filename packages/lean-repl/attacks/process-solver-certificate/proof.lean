bv_check "/etc/passwd"
