/**
 * Closes the way from an object back to the class that made it, and the prototype to changes, so that only the file that
 * declares the class can make more of its kind.
 */
export function hide(...classes: readonly { readonly prototype: object }[]): void {
  for (const { prototype } of classes) {
    Reflect.deleteProperty(prototype, "constructor");
    Object.freeze(prototype);
  }
}
