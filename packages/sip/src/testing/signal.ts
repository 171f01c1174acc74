/** Takes what comes, and lets tests wait for it. */
export function signal<T>() {
  const seen: T[] = [];
  let wake = () => {};
  return {
    put: (value: T) => {
      seen.push(value);
      wake();
    },
    next: async (): Promise<T> => {
      for (;;) {
        const value = seen.shift();
        if (value !== undefined) return value;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
