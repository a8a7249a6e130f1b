theorem target : 1 = 2 :=
  sorryAx _ true
