/** Bytes for a reader, in units of 2¹⁰: `13.2 GiB`, `9.8 MiB`, `512 bytes`; never `0.0`. */
export function sized(bytes: number): string {
  const unit = units.find(({ size }) => bytes >= size);
  return unit === undefined ? `${bytes} bytes` : `${(bytes / unit.size).toFixed(1)} ${unit.name}`;
}

const units = [
  { name: "GiB", size: 2 ** 30 },
  { name: "MiB", size: 2 ** 20 },
  { name: "KiB", size: 2 ** 10 },
];
