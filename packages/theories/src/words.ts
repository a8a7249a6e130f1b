// Short names that mean nothing in Lean, Mathlib or the corpora that provers are trained on: which of them stands for what is drawn
// anew in every theory, so that nothing but the theory tells.

export const functionNames: readonly string[] = (
  "bod bof bub cad cof cul des dor dum fad fel fic fip fiw fof fub gad gar ger got hac hag hap hec hek hop hun jad jod kad kar kit " +
  "lad liv lom lun mad mes mop mum nad nel nof nub pod pul qad qot rif rog rum sad sof tad tog tul vad voc vow"
).split(" ");

export const factNames: readonly string[] = (
  "beg ber cel cer dad dom dex fer fim fiq fog git hal haz heb hen het hit jar jer jit jot ker kod kot lan lin los mer mom neg nes " +
  "nod pad pel per qar qer qit rex rop ser sog sow teq tes tof veg ves vof wad war wer wit wod xar xer yar zar zod"
).split(" ");
