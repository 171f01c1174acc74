/** JSON as it is stored and sent. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** What happened, as a transition reports it. The journal adds who, when and the numbers. */
export interface NewEvent {
  /** The numbered sequence it belongs to: `call:<id>`, `user:<id>`, `org`. */
  readonly stream: string;
  /** Dotted and past: `call.created`, `user.invited`. */
  readonly type: string;
  /** Facts without personal values: ids, states, reasons, counts. */
  readonly data: JsonObject;
  /**
   * Personal values (names, numbers, addresses, message bodies, SDP) by field name. They are stored
   * apart; the event keeps a salted hash of each, so that erasing one leaves the hash chain whole.
   */
  readonly personal?: Readonly<Record<string, PersonalValue>>;
}

export interface PersonalValue {
  /** The user whom an erasure request would name, where there is one. */
  readonly subject?: string;
  readonly value: Json;
}

/** An event as it is stored and dispatched. */
export interface RecordedEvent {
  /** `evt_…` */
  readonly id: string;
  readonly org: string;
  /** One order over all streams and organisations: the order of commit. Gaps are possible. */
  readonly position: number;
  readonly stream: string;
  /** 1, 2, 3 … within the stream. */
  readonly seq: number;
  readonly type: string;
  readonly data: JsonObject;
  /** Personal values that have not been erased. */
  readonly personal: Readonly<Record<string, Json>>;
  /** `user:<id>`, `key:<id>` or `system`. */
  readonly actor: string;
  readonly source: string;
  readonly atMs: number;
  readonly traceId?: string;
}
