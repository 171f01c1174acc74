import { Button, Stack, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/language.tsx';

function Broken() {
  const text = useText();
  return (
    <Stack role="alert" align="center" justify="center" h="100%" p="xl">
      <Text>{text.common.unexpected}</Text>
      <Button onClick={() => window.location.reload()}>{text.common.reload}</Button>
    </Stack>
  );
}

/** A defect of one page leaves a sentence, not a blank screen. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly broken: boolean }
> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}
