import { expect, test } from "vitest";
import { sandboxRemedy } from "./remedy.ts";

const machine =
  (files: Readonly<Record<string, string>>) =>
  (path: string): string | undefined =>
    files[path];
const refused = "bubblewrap: bwrap: setting up uid map: Permission denied; unshare: unshare: write failed";

test("bubblewrap that is not there is installed", () => {
  const { problem, command } = sandboxRemedy("bubblewrap: not installed; unshare: failed", machine({}));
  expect(problem).toBe("bubblewrap is not installed");
  expect(command).toMatch(/install|-S|add/);
});

test.for([
  ["kernel/apparmor_restrict_unprivileged_userns", "1", "kernel.apparmor_restrict_unprivileged_userns=0"],
  ["kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"],
  ["user/max_user_namespaces", "0", "user.max_user_namespaces=15000"],
] as const)("bubblewrap that the kernel does not permit is not installed again: %s", ([name, value, setting]) => {
  const { problem, command } = sandboxRemedy(refused, machine({ [`/proc/sys/${name}`]: `${value}\n` }));
  expect(problem).toContain("the kernel does not let it work");
  expect(command).toBe(`sudo sysctl -w ${setting}`);
});

test("a container that does not permit it is started otherwise", () => {
  expect(sandboxRemedy(refused, machine({ "/.dockerenv": "" })).command).toContain("--security-opt seccomp=unconfined");
  expect(sandboxRemedy(refused, machine({})).problem).toContain("is not permitted");
});
