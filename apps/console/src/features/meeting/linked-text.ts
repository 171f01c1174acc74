export interface TextPart {
  /** Where in the message it begins. */
  readonly at: number;
  readonly text: string;
  /** Where it leads; absent: it is only text. */
  readonly href?: string;
}

const address = /https?:\/\/[^\s<>"]+/g;
/** What ends a sentence is seldom the end of an address. */
const trailing = /[.,;:!?)\]}'’»…]+$/;

/** A message apart into text and the web addresses in it. Only http and https lead anywhere. */
export function linkedText(message: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: found, index } of message.matchAll(address)) {
    const href = found.replace(trailing, '');
    if (!URL.canParse(href)) continue;
    if (index > from) parts.push({ at: from, text: message.slice(from, index) });
    parts.push({ at: index, text: href, href });
    from = index + href.length;
  }
  if (from < message.length) parts.push({ at: from, text: message.slice(from) });
  return parts;
}
