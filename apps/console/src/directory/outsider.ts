import type { Call } from '@sky-genesis/protocol';

/** What a call tells of who called in. */
export type CallerFacts = Pick<Call, 'caller_id' | 'metadata'>;

const systems = /^(?:key|trunk|ext):/;
const address = /^(?:tel|sips?):([^;?]+)/i;
const number = /^\+?[0-9*#]+$/;

/** Whether this is nobody of the organisation: a telephone number, or a telephone system that calls for somebody. */
export function isOutsider(id: string): boolean {
  return systems.test(id) || address.test(id);
}

/** The number or address, or the name that their telephone system gives them; null for who withholds both. */
export function outsiderName(id: string, call?: CallerFacts): string | null {
  const shown = address.exec(id)?.[1];
  if (shown !== undefined) return withoutHost(shown);
  return told(id, 'caller_name', call) ?? told(id, 'caller_number', call);
}

/** What to dial to reach somebody again; null for whom nothing leads to. */
export function dialable(id: string, call?: CallerFacts): string | null {
  return systems.test(id) ? told(id, 'caller_number', call) : id;
}

function told(
  id: string,
  field: 'caller_name' | 'caller_number',
  call: CallerFacts | undefined,
): string | null {
  const value = call?.caller_id === id ? call.metadata[field] : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Of `2001@pbx.example.com` the number alone; other names mean nothing without their host. */
function withoutHost(shown: string): string {
  const [user = ''] = shown.split('@');
  return number.test(user) ? user : shown;
}
