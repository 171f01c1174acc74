import { Passkey, pageOf } from '@sky-genesis/protocol';
import { answerByNewPasskey } from './passkey-ceremony.ts';
import type { Requests } from './request.ts';

const root = '/api/v1/auth/passkeys';
const PasskeyPage = pageOf(Passkey);

/** The signed-in user's passkeys. Throws what `Requests` throws. */
export interface PasskeysApi {
  list(): Promise<readonly Passkey[]>;
  /** @throws also the browser's error when the person breaks the dialogue off */
  add(): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createPasskeysApi(requests: Requests): PasskeysApi {
  return {
    list: async () => (await requests.read(PasskeyPage, { method: 'GET', path: root })).data,
    add: async () => {
      const body = await answerByNewPasskey(requests, `${root}/options`);
      await requests.send({ method: 'POST', path: root, body });
    },
    remove: (id) => requests.send({ method: 'DELETE', path: `${root}/${encodeURIComponent(id)}` }),
  };
}
