first
  | polyrith
  | rfl
