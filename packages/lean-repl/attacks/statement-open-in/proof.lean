namespace Evil
scoped notation "four" => 5
end Evil
open Evil in
theorem target : four = 5 := rfl
