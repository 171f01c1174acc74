import type { Authenticated } from './ports.ts';

/**
 * Remembers which credentials have been verified, so that a request does not pay for a signature
 * again. Bounded: the oldest goes first. What concerns a principal is forgotten as soon as it changes.
 */
export class VerifiedCache {
  readonly #limit: number;
  readonly #entries = new Map<string, Authenticated>();
  readonly #ofPrincipal = new Map<string, Set<string>>();
  /** Grows when anything is forgotten; see `remember`. */
  #generation = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get generation(): number {
    return this.#generation;
  }

  get size(): number {
    return this.#entries.size;
  }

  find(credential: string): Authenticated | undefined {
    return this.#entries.get(credential);
  }

  /**
   * @param generation as it was before the check began: if something has been forgotten meanwhile,
   * the check may have seen the state before, and its answer is not kept.
   */
  remember(credential: string, authenticated: Authenticated, generation: number): void {
    if (generation !== this.#generation) return;
    this.drop(credential);
    if (this.#entries.size >= this.#limit) {
      const oldest = this.#entries.keys().next();
      if (oldest.done !== true) this.drop(oldest.value);
    }
    this.#entries.set(credential, authenticated);
    const principal = principalKey(authenticated.org, authenticated.principal);
    const credentials = this.#ofPrincipal.get(principal);
    if (credentials === undefined) this.#ofPrincipal.set(principal, new Set([credential]));
    else credentials.add(credential);
  }

  drop(credential: string): void {
    const entry = this.#entries.get(credential);
    if (entry === undefined) return;
    this.#entries.delete(credential);
    const principal = principalKey(entry.org, entry.principal);
    const credentials = this.#ofPrincipal.get(principal);
    credentials?.delete(credential);
    if (credentials?.size === 0) this.#ofPrincipal.delete(principal);
  }

  forget(org: string, principal: { readonly kind: string; readonly id: string }): void {
    this.#generation += 1;
    const credentials = this.#ofPrincipal.get(principalKey(org, principal));
    for (const credential of credentials ?? []) this.#entries.delete(credential);
    this.#ofPrincipal.delete(principalKey(org, principal));
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
    this.#ofPrincipal.clear();
  }
}

function principalKey(org: string, principal: { readonly kind: string; readonly id: string }) {
  return `${org}/${principal.kind}/${principal.id}`;
}
