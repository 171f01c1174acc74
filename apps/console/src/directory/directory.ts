import type { User } from '@sky-genesis/protocol';

/** Names of people by their id, asked once each. */
export interface Directory {
  /** Undefined until it is known; asking makes it known. */
  peek(id: string): User | undefined;
  /** Takes over what a list has brought anyway. */
  learn(users: readonly User[]): void;
  subscribe(listener: () => void): () => void;
}

/** @param fetchUser rejects for an id that is nobody's; it is then not asked for again */
export function createDirectory(fetchUser: (id: string) => Promise<User>): Directory {
  const known = new Map<string, User>();
  const asked = new Set<string>();
  const listeners = new Set<() => void>();
  const learn = (users: readonly User[]): void => {
    for (const user of users) {
      known.set(user.id, user);
      asked.add(user.id);
    }
    for (const listener of listeners) listener();
  };
  const ask = (id: string): void => {
    if (asked.has(id)) return;
    asked.add(id);
    fetchUser(id).then(
      (user) => learn([user]),
      () => undefined,
    );
  };
  return {
    peek: (id) => {
      const user = known.get(id);
      if (!user) ask(id);
      return user;
    },
    learn,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
