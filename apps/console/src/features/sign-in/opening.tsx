import { Loader, Text } from '@mantine/core';
import { LogoMark } from '../../brand/logo.tsx';
import { useText } from '../../i18n/language.tsx';
import classes from './plain.module.css';

export function Opening({ invited }: { readonly invited: boolean }) {
  const text = useText();
  return (
    <main className={classes.page} role="status">
      <LogoMark size={56} />
      <Loader type="dots" />
      <Text c="dimmed">{invited ? text.welcome.opening : text.common.loading}</Text>
    </main>
  );
}
