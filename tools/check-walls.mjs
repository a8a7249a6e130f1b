// `pnpm walls`: says what is wrong with who imports whom (walls.mjs), and fails where something is.
import { checkWalls } from "./walls.mjs";

const { packages, complaints } = checkWalls(process.cwd());
for (const complaint of complaints) console.error(complaint);
console.log(
  `${packages} packages, ${complaints.length === 0 ? "no arrow upwards, no circle" : `${complaints.length} complaints`}`,
);
process.exitCode = complaints.length === 0 ? 0 : 1;
