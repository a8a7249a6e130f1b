// How a package is tested is said once, for all of them.
import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("@lemma/prover");
