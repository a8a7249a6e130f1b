import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-lora-peft");
