/** Words that end a term. */
export const reserved = new Set(
  "at with using from then else by in do have show let fun if calc match where theorem lemma def example open namespace end section variable instance structure import set_option axiom set generalizing only suffices nofun nomatch obtain deriving private protected noncomputable attribute macro notation syntax elab #eval #check hiding return termination_by decreasing_by".split(
    " ",
  ),
);
/** These may be names in a term all the same: they are words only where a tactic expects them. */
for (const free of ["only", "set", "generalizing", "obtain", "hiding", "return", "using"]) reserved.delete(free);
reserved.add("using").add("generalizing");

/** What ends a block of tactics that something stands around. */
export const closers: ReadonlySet<string> = new Set([")", "]", "⟩", "}", "|", ","]);

const keywords = new Set("forall exists for mut extends unless try catch finally Type Sort Prop suffices".split(" "));

/** Whether the word is a token of Lean's, so that nothing can be bound under it. */
export const isKeyword = (word: string): boolean => reserved.has(word) || keywords.has(word);
