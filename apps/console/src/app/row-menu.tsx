import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Behind three dots at the end of a row: what else can be done about it. */
export function RowMenu(props: {
  /** Names the row, too: a list has many of these. */
  readonly label: string;
  /** CSS pixels, as the row's other buttons. */
  readonly size: number;
  readonly width: number;
  readonly children: ReactNode;
}) {
  const { label, size, width, children } = props;
  return (
    <Menu position="bottom-end" shadow="md" width={width} zIndex={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={size} radius="xl" aria-label={label}>
          <IconDots size={size < 36 ? 18 : 20} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
