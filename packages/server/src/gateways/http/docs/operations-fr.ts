import type { OperationText } from './operation-texts.ts';

/** The operations in French. A test holds it complete. */
export const OPERATIONS_FR: Readonly<Record<string, OperationText | undefined>> = {};
