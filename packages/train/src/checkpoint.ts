import { type TensorValue, treeFlatten, treePaths, treeUnflatten } from "@lemma/autodiff";
import {
  SafetensorsError,
  readSafetensorsHeader,
  readSafetensorsMetadata,
  readTensor,
  writeSafetensors,
} from "@lemma/safetensors";

/** Everything that the next training step depends on, beside its batch. */
export interface TrainingState<P, S> {
  /** Steps done. */
  readonly step: number;
  readonly parameters: P;
  readonly optimizerState: S;
}

/** Writes the state as one safetensors file, whole or not at all: a run that is killed here resumes from the file before. */
export async function saveTrainingState<P, S>(
  file: string,
  state: TrainingState<P, S>,
  optimizer: string,
): Promise<void> {
  await writeSafetensors(file, Object.fromEntries(named(state)), { step: String(state.step), optimizer });
}

/**
 * Reads a state of the same shape as `like`, bit for bit as it was.
 *
 * @throws {SafetensorsError} when the file is damaged, is of another optimizer or another model.
 */
export async function loadTrainingState<P, S>(
  file: string,
  like: TrainingState<P, S>,
  optimizer: string,
): Promise<TrainingState<P, S>> {
  const header = await readSafetensorsHeader(file);
  const metadata = await readSafetensorsMetadata(file);
  if (metadata["optimizer"] !== optimizer)
    throw new SafetensorsError({ file }, `a run of optimizer ${optimizer}`, metadata["optimizer"] ?? "none");
  const step = Number(metadata["step"]);
  if (!Number.isSafeInteger(step) || step < 0)
    throw new SafetensorsError({ file }, "a number of steps", String(metadata["step"]));
  const leaves: TensorValue[] = [];
  for (const [name, value] of named(like)) {
    const entry = header.get(name);
    const received = entry === undefined ? "none" : `${entry.dtype} [${entry.shape.join(", ")}]`;
    const expected = `${value.dtype} [${value.dims.join(", ")}]`;
    if (entry === undefined || received !== expected)
      throw new SafetensorsError({ file, tensor: name }, expected, received);
    leaves.push((await readTensor(file, entry)) as TensorValue);
  }
  const { structure } = treeFlatten<TensorValue>([like.parameters, like.optimizerState]);
  const [parameters, optimizerState] = treeUnflatten<[P, S]>(structure, leaves);
  return { step, parameters, optimizerState };
}

function named<P, S>({ parameters, optimizerState }: TrainingState<P, S>): [string, TensorValue][] {
  const { leaves, structure } = treeFlatten<TensorValue>([parameters, optimizerState]);
  return treePaths(structure).map((path, i) => [
    path.replace(/^0\b/, "parameters").replace(/^1\b/, "optimizer"),
    leaves[i]!,
  ]);
}
