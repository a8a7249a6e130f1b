export {
  SafetensorsError,
  readSafetensorsHeader,
  readSafetensorsMetadata,
  readTensor,
  writeSafetensors,
} from "./safetensors.ts";
export type { SafetensorsDType, SafetensorsEntry, SafetensorsTensor } from "./safetensors.ts";
