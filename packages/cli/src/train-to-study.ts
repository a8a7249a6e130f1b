import { learnToStudy, profileOf, studyingSettings } from "@lemma/core";
import { InputError } from "@lemma/interfaces";
import { promptFormatNames } from "@lemma/prover";
import { type ExitStatus, type Terminal, printJson } from "./command.ts";
import type { Arguments } from "./flags.ts";
import { defined } from "./opening.ts";
import { refuseUsed } from "./problems.ts";
import { readSettings } from "./settings-file.ts";

/** `lemma meta-train --theories N`: the model learns to study, on so many generated theories. */
export async function trainToStudy(given: Arguments, terminal: Terminal, theories: number): Promise<ExitStatus> {
  const out = given.text("out");
  if (out === undefined) throw new InputError("--out: needed");
  if (given.text("problems") !== undefined) throw new InputError("meta-train: give either --problems or --theories");
  const profile = profileOf(given.text("model"));
  const file = given.text("settings");
  const { lesson, fresh, ...changed } = file === undefined ? {} : (await readSettings(file)).studying;
  const base = { ...studyingSettings, ...changed };
  const settings = {
    ...base,
    lesson: { ...base.lesson, ...lesson },
    fresh: { ...base.fresh, ...fresh },
    outerSteps: Math.ceil(theories / base.theoriesPerStep),
  };
  const resume = given.has("resume");
  if (!resume) await refuseUsed(out, "studying.json");
  await learnToStudy({
    model: profile.model,
    format: given.choice("format", promptFormatNames) ?? profile.format,
    settings,
    seed: given.integer("seed") ?? 1,
    directory: out,
    resume,
    onPoint: (point, loss) => {
      if (given.has("json")) printJson(terminal, point);
      else {
        const { step, kinds, before, after, innerRate } = point;
        terminal.out(
          `[${step}/${settings.outerSteps}] ${kinds} kinds: ${before.toFixed(3)} → ${after.toFixed(3)} nats a token by ${settings.mode === "weigh" ? "weighing" : "studying"}, inner rate ${innerRate.toFixed(1)}${Number.isNaN(loss) ? "" : `, outer loss ${loss.toFixed(3)}`}\n`,
        );
      }
    },
    ...defined({ signal: terminal.signal }),
  });
  const made = settings.mode === "weigh" ? `the Weigher: ${out}/weigher` : `the model: ${out}/model`;
  terminal.progress(`${made}; its curve: ${out}/curve.jsonl\n`);
  return 0;
}
