import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/language.tsx';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Stays when one clicks beside it. */
  readonly firm?: boolean;
  readonly children: ReactNode;
}

/** A dialogue over whatever is on the page, a call or a meeting too. */
export function Dialog({ opened, onClose, title, firm = false, children }: Props) {
  const text = useText().common;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      lockScroll={false}
      closeOnClickOutside={!firm}
      zIndex={230}
      closeButtonProps={{ 'aria-label': text.close }}
    >
      {children}
    </Modal>
  );
}
