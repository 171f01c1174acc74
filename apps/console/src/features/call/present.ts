import type { CallSession } from '@sky-genesis/client';

type Attended = Pick<CallSession, 'others'> & {
  readonly remotes: readonly { readonly userId: string }[];
  readonly info: Pick<CallSession['info'], 'legs'>;
};

/** Who is in the call with oneself, or is being rung; when that is nobody (any more), everybody it was for. */
export function presentIn({ others, remotes, info }: Attended): readonly string[] {
  const here = others.filter(
    (id) =>
      remotes.some(({ userId }) => userId === id) ||
      info.legs.some((leg) => leg.user_id === id && leg.status === 'ringing'),
  );
  return here.length > 0 ? here : others;
}
