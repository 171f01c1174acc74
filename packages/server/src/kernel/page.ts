/** A slice of a list: what follows `after`, at most `limit` items. */
export interface PageRequest {
  readonly limit: number;
  /** The last item's sort key of the page before, as `Page.next` gave it. */
  readonly after?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Sort key to continue from; null on the last page. */
  readonly next: string | null;
}
