import Mathlib
def oracle : Mathlib.Tactic.Linarith.CertificateOracle := { produceCertificate := fun _ _ => do
  discard <| IO.FS.writeFile "/tmp/x" "y"
  failure }
theorem target : 1 + 1 = 2 := by
  first
    | linarith (config := { oracle := oracle })
    | rfl
