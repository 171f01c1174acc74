const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const HEX_GROUP = /^[0-9a-fA-F]{1,4}$/;
const LABEL = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

/** RFC 4291 §2.2, all three forms; a zone (`%eth0`) is no part of an address on the wire. */
function isIpv6(text: string): boolean {
  if (text.length > 45 || !text.includes(':')) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const [head = '', tail] = halves;
  const before = groups(head, tail === undefined);
  const after = tail === undefined ? 0 : groups(tail, true);
  if (before === undefined || after === undefined) return false;
  return tail === undefined ? before === 8 : before + after <= 7;
}

/** How many 16-bit groups a colon-separated list has; an IPv4 address counts two where it may end it. */
function groups(list: string, mayEndInIpv4: boolean): number | undefined {
  if (list === '') return 0;
  const parts = list.split(':');
  let count = 0;
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (HEX_GROUP.test(part)) count += 1;
    else if (last && mayEndInIpv4 && isIpv4(part)) count += 2;
    else return undefined;
  }
  return count;
}

/** A domain name, the `<uuid>.local` of mDNS candidates (RFC 6762) among them. */
function isHostName(text: string): boolean {
  if (text.length === 0 || text.length > 253) return false;
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  const labels = name.split('.');
  // An all-numeric last label would be a broken IPv4 address (RFC 1123 §2.1).
  return labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
}

/** `connection-address` of RFC 8839 §5.1. */
export function isConnectionAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text) || isHostName(text);
}
