import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-seven-b");
