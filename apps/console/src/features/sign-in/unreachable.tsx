import { Button, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { LogoMark } from '../../brand/logo.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './plain.module.css';

const retryMs = 5000;

/** Before there is a session there is no SDK that reconnects: this page asks again by itself. */
export function Unreachable({ onRetry }: { readonly onRetry: () => void }) {
  const text = useText();
  useEffect(() => {
    const timer = setInterval(onRetry, retryMs);
    return () => clearInterval(timer);
  }, [onRetry]);
  return (
    <main className={classes.page} role="alert">
      <LogoMark size={56} />
      <Title order={1}>{text.network.unreachable}</Title>
      <Text c="dimmed">{text.network.unreachableDetail}</Text>
      <Button onClick={onRetry}>{text.common.retry}</Button>
    </main>
  );
}
