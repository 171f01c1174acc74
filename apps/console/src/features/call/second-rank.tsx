import { Menu } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconDialpad,
  IconDots,
  IconPhoneOutgoing,
} from '@tabler/icons-react';
import { useText } from '../../i18n/language.tsx';
import type { CallDialog } from './call-dialogs.tsx';
import { ControlButton } from './control-button.tsx';

interface Props {
  readonly narrow: boolean;
  readonly canTransfer: boolean;
  readonly canDial: boolean;
  readonly onOpen: (dialog: CallDialog) => void;
}

/** What is wanted now and then: buttons of the bar, or a menu where they have no room. */
export function SecondRank(props: Props) {
  return props.narrow ? <MoreMenu {...props} /> : <MoreButtons {...props} />;
}

function MoreButtons({ canTransfer, canDial, onOpen }: Props) {
  const text = useText().call;
  return (
    <>
      {canTransfer && (
        <ControlButton
          Icon={IconPhoneOutgoing}
          label={text.transfer.title}
          caption={text.short.transfer}
          shortcut="T"
          onClick={() => onOpen('transfer')}
        />
      )}
      {canDial && (
        <ControlButton
          Icon={IconDialpad}
          label={text.keypad.title}
          caption={text.short.keypad}
          shortcut="K"
          onClick={() => onOpen('keypad')}
        />
      )}
      <ControlButton
        Icon={IconAdjustmentsHorizontal}
        label={text.devices}
        caption={text.short.devices}
        onClick={() => onOpen('devices')}
      />
    </>
  );
}

function MoreMenu({ canTransfer, canDial, onOpen }: Props) {
  const text = useText();
  const { transfer, keypad, devices } = text.call;
  return (
    <Menu position="top" shadow="md" width={240} zIndex={220}>
      <Menu.Target>
        <ControlButton Icon={IconDots} label={text.meeting.more} caption={text.meeting.more} />
      </Menu.Target>
      <Menu.Dropdown>
        {canTransfer && (
          <Menu.Item
            leftSection={<IconPhoneOutgoing size={18} />}
            onClick={() => onOpen('transfer')}
          >
            {transfer.title}
          </Menu.Item>
        )}
        {canDial && (
          <Menu.Item leftSection={<IconDialpad size={18} />} onClick={() => onOpen('keypad')}>
            {keypad.title}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconAdjustmentsHorizontal size={18} />}
          onClick={() => onOpen('devices')}
        >
          {devices}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
