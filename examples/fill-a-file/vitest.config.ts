import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-fill-a-file");
