set_option maxRecDepth 1000 in
open Nat in
rfl
