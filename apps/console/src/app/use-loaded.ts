import { useCallback, useEffect, useState } from 'react';

interface Loaded<T> {
  /** Undefined until it has come for the first time. */
  readonly value: T | undefined;
  readonly error: unknown;
  readonly reload: () => void;
}

/** Reads something once when the page opens, and again on request. @param load stable between renders */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T>();
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = round >= 0;
    load().then(
      (loaded) => {
        if (!current) return;
        setValue(loaded);
        setError(null);
      },
      (failure: unknown) => {
        if (current) setError(failure);
      },
    );
    return () => {
      current = false;
    };
  }, [load, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { value, error, reload };
}
