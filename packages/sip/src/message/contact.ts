import { maxUint32, parseInteger } from './grammar.ts';
import type { HeaderFields } from './header-fields.ts';
import { type NameAddr, parseNameAddr } from './name-addr.ts';

/** The addresses of a message's Contact fields, or `'*'` (RFC 3261 §20.10). */
export type Contacts = readonly NameAddr[] | '*';

/** `undefined` where a Contact is malformed, or `*` does not stand alone. */
export function parseContacts(headers: HeaderFields): Contacts | undefined {
  const values = headers.values('contact');
  if (values.length === 1 && values[0] === '*') return '*';
  const contacts: NameAddr[] = [];
  for (const value of values) {
    const contact = parseNameAddr(value);
    if (contact === undefined) return undefined;
    contacts.push(contact);
  }
  return contacts;
}

/** A Contact's `expires` in seconds; `undefined` where it is missing or no number (§10.2.1.1). */
export function contactExpiresS(contact: NameAddr): number | undefined {
  return parseExpires(contact.parameters.get('expires') ?? '');
}

/** A Contact's `q`, 0 to 1; 1 where it is missing or malformed. */
export function contactPriority(contact: NameAddr): number {
  const text = contact.parameters.get('q') ?? '1';
  return /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 1;
}

/** Delta-seconds (§20.19). What is larger than 2³²−1 counts as that, what is no number as nothing. */
export function parseExpires(text: string): number | undefined {
  if (!/^[0-9]+$/.test(text)) return undefined;
  return parseInteger(text, maxUint32) ?? maxUint32;
}
