bv_decide?
