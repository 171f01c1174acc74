/** What the reference says of an operation. */
export interface OperationText {
  readonly summary: string;
  readonly description?: string;
}
