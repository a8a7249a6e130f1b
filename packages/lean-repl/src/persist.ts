/** Pauses before each further attempt: a machine short of processes for a moment is not so for long. */
const pausesMs = [50, 500];

/**
 * Tries once more, and once more after that, what only the machinery can have got wrong. What Lean says is said once.
 *
 * @returns the first value that is done, else the last.
 */
export async function persist<T>(attempt: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  for (const pauseMs of pausesMs) {
    const value = await attempt();
    if (isDone(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return await attempt();
}
