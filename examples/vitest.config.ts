import { packageConfig } from "../vitest.shared.ts";

export default packageConfig("examples", ["*.test.ts", "*/*.test.ts"]);
