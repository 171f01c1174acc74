import { quote } from '../message/grammar.ts';

/**
 * The Contact of a REGISTER. As a flow of RFC 5626 it carries `ob` in the URI (§4.2, §5.4), the device's name in angle
 * brackets and the number of the flow.
 *
 * @param contact our Contact as others have it, in brackets
 */
export function contactToRegister(
  contact: string,
  expiresS: number,
  outbound: { readonly instance: string; readonly regId: number } | undefined,
): string {
  if (outbound === undefined) return `${contact};expires=${expiresS}`;
  const { instance, regId } = outbound;
  const uri = contact.replace(/>$/, ';ob>');
  return `${uri};expires=${expiresS};+sip.instance=${quote(`<${instance}>`)};reg-id=${regId}`;
}
