import { buildResponse, type ResponseParts } from '../message/build.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';

/** Answers a request of a dialog. */
export function reply(
  transaction: ServerTransaction,
  status: number,
  parts: ResponseParts = {},
): boolean {
  return transaction.respond(buildResponse(transaction.request, status, parts));
}

/** What is said with a 2xx, and in INVITEs: what this end can do. */
export const abilities: readonly (readonly [string, string])[] = [
  ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY'],
  ['Supported', '100rel, timer, replaces, norefersub'],
];
