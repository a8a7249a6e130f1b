// How a package is tested is said once, for all of them: vitest.shared.ts.
import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("@lemma/prover");
