import { VitestTestRunner } from "vitest/runners";

/** Collects tests and runs none: what each would have been, skipped or not, is all that is asked. Hooks of suites that would run do run. */
export default class CollectRunner extends VitestTestRunner {
  override runTask(): void {}
}
