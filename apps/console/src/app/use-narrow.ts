import { useMediaQuery } from '@mantine/hooks';

/** A phone, or a window as narrow as one. */
export function useNarrow(): boolean {
  return useMediaQuery('(max-width: 52rem)', undefined, { getInitialValueInEffect: false });
}
