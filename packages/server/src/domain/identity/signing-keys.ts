import type { KeyObject } from 'node:crypto';
import {
  type Clock,
  type Journal,
  type NewEvent,
  type Scope,
  systemScope,
} from '../../kernel/index.ts';
import type { EnvelopeKey, SigningKey, SigningKeyRepository } from './ports.ts';
import {
  makeSigningKey,
  type PublishedKey,
  parsePublicKey,
  unsealPrivateKey,
} from './signing-key-material.ts';
import { MAX_TOKEN_TTL_S } from './token-lifetime.ts';

/** A stranger's `kid` makes us look for new keys at most this often. */
const RELOAD_INTERVAL_MS = 1000;
/** Signing keys are the server's, not an organisation's; their events have to stand somewhere. */
const ORG_OF_EVENTS = 'default';

export interface SigningKeysDependencies {
  readonly repository: SigningKeyRepository;
  readonly envelope: EnvelopeKey;
  readonly journal: Journal;
  readonly clock: Clock;
}

interface CurrentKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The server's own keys: the newest signs, retired ones verify as long as their tokens can be alive. */
export class SigningKeys {
  readonly #deps: SigningKeysDependencies;
  #current: CurrentKey | undefined;
  #published: readonly PublishedKey[] = [];
  #verifying: ReadonlyMap<string, KeyObject> = new Map();
  #loadedAtMs = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | undefined;

  private constructor(deps: SigningKeysDependencies) {
    this.#deps = deps;
  }

  /** Loads the keys; at the first start there are none, and one is made. */
  static async open(deps: SigningKeysDependencies): Promise<SigningKeys> {
    const keys = new SigningKeys(deps);
    await keys.reload();
    if (keys.#current === undefined) await keys.#replace(systemScope(ORG_OF_EVENTS), [], 0);
    return keys;
  }

  /** The one that signs. */
  current(): CurrentKey {
    if (this.#current === undefined) throw new Error('every signing key has been retired');
    return this.#current;
  }

  /** The public halves (RFC 7517 §5). */
  published(): readonly PublishedKey[] {
    return this.#published;
  }

  /** The key of that id. One we do not know may have been made by another process meanwhile. */
  async verificationKey(kid: string): Promise<KeyObject | undefined> {
    // What we hold may have been retired: whoever asks while we look waits for the answer.
    await this.#loading;
    const known = this.#verifying.get(kid);
    if (known !== undefined) return known;
    if (this.#deps.clock.nowMs() - this.#loadedAtMs < RELOAD_INTERVAL_MS) return undefined;
    await this.reload();
    return this.#verifying.get(kid);
  }

  /**
   * A new key signs from now on. The one before stays good for the tokens it has signed, unless
   * `voidOld`: then they are refused at once.
   * @returns the new key's id
   */
  async rotate(scope: Scope, voidOld: boolean): Promise<string> {
    const stored = await this.#deps.repository.list();
    const active = stored.filter((key) => key.retiredAtMs === null);
    const nowMs = this.#deps.clock.nowMs();
    // A key verifies until the longest token it can have signed has expired, counted from here.
    const retiredAtMs = voidOld ? nowMs - MAX_TOKEN_TTL_S * 1000 - 1 : nowMs;
    return this.#replace(scope, active, retiredAtMs);
  }

  /** Reads the keys again. Verifications that begin from now on wait for it. */
  reload(): Promise<void> {
    const loading = this.#load().finally(() => {
      if (this.#loading === loading) this.#loading = undefined;
    });
    this.#loading = loading;
    return loading;
  }

  async #load(): Promise<void> {
    this.#loadedAtMs = this.#deps.clock.nowMs();
    const goodSinceMs = this.#loadedAtMs - MAX_TOKEN_TTL_S * 1000;
    const stored = await this.#deps.repository.list();
    const alive = stored.filter((key) => (key.retiredAtMs ?? goodSinceMs) >= goodSinceMs);
    const parsed = alive.map((key) => parsePublicKey(key));
    this.#published = parsed.map((key) => key.published);
    this.#verifying = new Map(parsed.map(({ published, key }) => [published.kid, key]));
    const newest = alive.find((key) => key.retiredAtMs === null);
    this.#current = newest && {
      id: newest.id,
      key: unsealPrivateKey(newest, this.#deps.envelope),
    };
  }

  async #replace(
    scope: Scope,
    retiring: readonly SigningKey[],
    retiredAtMs: number,
  ): Promise<string> {
    const { repository, journal, envelope, clock } = this.#deps;
    const added = makeSigningKey(envelope, clock.nowMs());
    const retired = retiring.map((key) => repository.retire(key.id, retiredAtMs));
    const events = [
      keyEvent('signing_key.added', added.id),
      ...retiring.map((key) => keyEvent('signing_key.retired', key.id)),
    ];
    await journal.commit({ scope, writes: [repository.add(added), ...retired], events });
    await this.reload();
    return added.id;
  }
}

function keyEvent(type: string, keyId: string): NewEvent {
  return { stream: 'org', type, data: { key_id: keyId } };
}
