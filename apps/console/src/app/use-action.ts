import { useCallback, useState } from 'react';

interface Action<A extends readonly unknown[]> {
  readonly busy: boolean;
  /** Of the last run; null while it runs and after it succeeded. */
  readonly error: unknown;
  readonly run: (...args: A) => void;
}

/** A request that a person starts: one at a time, with its failure kept for the page to show. */
export function useAction<A extends readonly unknown[]>(
  perform: (...args: A) => Promise<void>,
): Action<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = useCallback(
    (...args: A) => {
      setBusy(true);
      setError(null);
      perform(...args)
        .catch(setError)
        .finally(() => setBusy(false));
    },
    [perform],
  );
  return { busy, error, run };
}
