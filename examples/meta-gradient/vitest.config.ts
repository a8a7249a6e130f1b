import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-meta-gradient");
