import type { Json, RecordedEvent } from '../../../kernel/index.ts';
import type { Row } from './executor.ts';
import { integer, json, jsonObject, text, textOrNull } from './row.ts';

export const EVENT_COLUMNS = `position, id, org, stream, seq, type, actor, source, trace_id, at_ms,
  data, personal_hashes, hash`;

const NOTHING_PERSONAL: Readonly<Record<string, Json>> = {};

export function parseEvent(row: Row, personal: PersonalValues): RecordedEvent {
  const event = {
    id: text(row, 'id'),
    org: text(row, 'org'),
    position: integer(row, 'position'),
    stream: text(row, 'stream'),
    seq: integer(row, 'seq'),
    type: text(row, 'type'),
    data: jsonObject(row, 'data'),
    personal: personal.of(row),
    actor: text(row, 'actor'),
    source: text(row, 'source'),
    atMs: integer(row, 'at_ms'),
  };
  const traceId = textOrNull(row, 'trace_id');
  return traceId === null ? event : { ...event, traceId };
}

export function hasPersonal(row: Row): boolean {
  return row.personal_hashes !== null;
}

/** The personal values of a range of events that have not been erased, by event. */
export class PersonalValues {
  readonly #byEvent = new Map<string, Record<string, Json>>();

  /** `rows`: org, stream, seq, field, value. */
  constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const key = keyOf(row);
      const values = this.#byEvent.get(key) ?? {};
      values[text(row, 'field')] = json(row, 'value');
      this.#byEvent.set(key, values);
    }
  }

  of(event: Row): Readonly<Record<string, Json>> {
    return this.#byEvent.get(keyOf(event)) ?? NOTHING_PERSONAL;
  }
}

function keyOf(row: Row): string {
  return `${text(row, 'org')}\n${text(row, 'stream')}\n${integer(row, 'seq')}`;
}
