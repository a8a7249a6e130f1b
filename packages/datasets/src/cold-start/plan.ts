import { Random } from "@lemma/interfaces";
import { capLemmas, type Pair } from "./pairs.ts";
import type { Candidate } from "./screen.ts";
import type { ColdStartSettings } from "./settings.ts";
import type { Spool } from "./spool.ts";
import { type ColdStartTask, conjectureCompletion, conjecturePrompt, provePrompt } from "./tasks.ts";

/** Which tasks there are, and in which order: numbers only, so that any number of tasks fits in memory. */
export interface Plan {
  readonly pairs: readonly Pair[];
  /** Records replayed. */
  readonly replays: readonly number[];
  /** Task numbers in the order they are written: a pair's place, or `pairs.length` + a replay's. */
  readonly order: readonly number[];
}

/** Depends on the pairs, the number of records and the settings only: a resumed run makes the same plan. */
export function makePlan(found: readonly Pair[], records: number, settings: ColdStartSettings): Plan {
  const random = new Random(settings.seed).fork("cold-start");
  const share = settings.conjectureShare;
  const mostByReplay = share === 1 ? Infinity : Math.floor((records * share) / (1 - share));
  const mostByTasks = settings.tasks === undefined ? Infinity : Math.round(settings.tasks * share);
  const shuffled = random.fork("pairs").shuffle(found);
  const pairs = share === 0 ? [] : capLemmas(shuffled, settings.lemmaShare, Math.min(mostByReplay, mostByTasks));
  const wanted = share === 0 ? (settings.tasks ?? records) : Math.round((pairs.length * (1 - share)) / share);
  const all = Array.from({ length: records }, (_, record) => record);
  const replays = random.fork("replays").sample(all, Math.min(records, wanted));
  const order = random.fork("order").shuffle(Array.from({ length: pairs.length + replays.length }, (_, task) => task));
  return { pairs, replays, order };
}

/** The task at a place of the plan's order. */
export async function taskAt(
  plan: Plan,
  position: number,
  spool: Spool<Candidate>,
  settings: ColdStartSettings,
): Promise<ColdStartTask> {
  const number = plan.order[position]!;
  const pair = plan.pairs[number];
  if (pair === undefined) return replayTask(await spool.at(plan.replays[number - plan.pairs.length]!));
  return conjectureTask(pair, await spool.at(pair.seed), await spool.at(pair.target), number, settings);
}

function replayTask({ id, statement, proof, opens }: Candidate): ColdStartTask {
  const prompt = provePrompt(statement, opens);
  const own = opens === undefined ? {} : { opens };
  return { task: "prove", id, statement, proof, ...own, prompt, completion: `${proof}\n` };
}

function conjectureTask(
  pair: Pair,
  seed: Candidate,
  target: Candidate,
  number: number,
  settings: ColdStartSettings,
): ColdStartTask {
  const shown =
    pair.relation === "conjectured from it"
      ? { id: `${target.id} (seed)`, statement: target.seed! }
      : { id: seed.id, statement: seed.statement, proof: seed.proof };
  const random = new Random(settings.seed).fork("lemma", number);
  // Where the target itself is the lemma, naming it would give the answer away.
  const isNamed = pair.relation === "shares a lemma" && !random.chance(settings.emptyLemma);
  return {
    task: "conjecture",
    id: target.id,
    seed: shown,
    statement: target.statement,
    relation: pair.relation,
    ...(isNamed ? { lemma: pair.lemma } : {}),
    ...(target.opens === undefined ? {} : { opens: target.opens }),
    prompt: conjecturePrompt(shown, isNamed ? pair.lemma : "", target.opens),
    completion: conjectureCompletion(target.statement),
  };
}
