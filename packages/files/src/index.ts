export { checkRecord, parseRecord, readRecord, readRecordIfPresent, readRecords } from "./json.ts";
export { onDisk } from "./on-disk.ts";
export { RecordLog } from "./record-log.ts";
export type { RecordLogOptions } from "./record-log.ts";
export { writeWhole } from "./write-whole.ts";
