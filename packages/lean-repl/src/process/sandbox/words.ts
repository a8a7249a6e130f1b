/** A command, or a list of names, written as one text. */
export const words = (text: string): readonly string[] => text.trim().split(/\s+/);
