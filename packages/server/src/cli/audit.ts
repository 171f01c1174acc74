import { type Core, DEFAULT_ORG } from '../app.ts';
import type { Print } from './print.ts';

/** `sge audit verify`: recomputes the hash chains. 1 when one of them is broken. */
export async function auditVerify(core: Core, print: Print): Promise<number> {
  const { ok, events, audits } = await core.storage.verifyAudit(DEFAULT_ORG);
  for (const [name, chain] of Object.entries({ events, audits })) {
    const { records, head, broken } = chain;
    print.line(
      broken === null
        ? `${name}: ${records} records, intact; the last hash is ${head}`
        : `${name}: broken at ${broken.id} (${broken.reason}), after ${records} intact records`,
    );
  }
  return ok ? 0 : 1;
}
