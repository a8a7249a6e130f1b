/** What a machine says that is short of something for a moment: of processes, namespaces, memory or files. */
const shortages =
  /temporarily unavailable|cannot allocate memory|failed to create thread|too many open files|out of memory/i;

/** @returns whether it may be otherwise in a moment. */
export const isShortage = (text: string): boolean => shortages.test(text);
