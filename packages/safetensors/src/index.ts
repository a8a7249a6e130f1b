export {
  SafetensorsError,
  SafetensorsWriter,
  readSafetensorsHeader,
  readSafetensorsMetadata,
  readTensor,
  writeSafetensors,
} from "./safetensors.ts";
export type { SafetensorsDType, SafetensorsEntry, SafetensorsShape, SafetensorsTensor } from "./safetensors.ts";
