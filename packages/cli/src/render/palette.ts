import colors from "picocolors";

/** Colours, or none: only a terminal gets them. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

export function palette(enabled: boolean): Palette {
  const { bold, dim, red, green, yellow } = colors.createColors(enabled);
  return { bold, dim, red, green, yellow };
}
