import { Text } from '@mantine/core';
import { RefusalAlert } from '../../app/refusal.tsx';

/** A person who breaks the browser's passkey dialogue off is told so quietly; a refusal loudly. */
export function PasskeyRefusal(props: { readonly error: unknown; readonly brokenOff: string }) {
  const { error, brokenOff } = props;
  if (error === null) return null;
  const byBrowser = error instanceof DOMException || isWebAuthnError(error);
  if (!byBrowser) return <RefusalAlert error={error} />;
  return (
    <Text role="status" size="sm" c="dimmed">
      {brokenOff}
    </Text>
  );
}

const isWebAuthnError = (error: unknown): boolean =>
  error instanceof Error &&
  ['NotAllowedError', 'AbortError', 'InvalidStateError', 'SecurityError', 'WebAuthnError'].includes(
    error.name,
  );
