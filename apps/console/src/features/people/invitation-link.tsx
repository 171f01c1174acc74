import { Button, CopyButton, Modal, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useText } from '../../i18n/language.tsx';

export interface Invited {
  readonly name: string;
  readonly url: string;
}

/** The one moment in which a link can be copied. */
export function InvitationLink(props: {
  readonly invited: Invited | null;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { invited, onClose } = props;
  const url = invited?.url ?? '';
  return (
    <Modal
      opened={invited !== null}
      onClose={onClose}
      title={text.people.linkTitle(invited?.name ?? '')}
      centered
      lockScroll={false}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Text size="sm" c="dimmed" mb="md">
        {text.people.linkLead}
      </Text>
      <TextInput
        label={text.people.link}
        value={url}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <Button
            fullWidth
            mt="md"
            data-autofocus
            leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
            onClick={copy}
          >
            {copied ? text.common.copied : text.common.copy}
          </Button>
        )}
      </CopyButton>
      <Button fullWidth mt="xs" variant="subtle" onClick={onClose}>
        {text.people.done}
      </Button>
    </Modal>
  );
}
