import { OnceShown } from '../../app/once-shown.tsx';
import { useText } from '../../i18n/language.tsx';

export interface Invited {
  readonly name: string;
  readonly url: string;
}

export function InvitationLink(props: {
  readonly invited: Invited | null;
  readonly onClose: () => void;
}) {
  const { people: text, common } = useText();
  const { invited, onClose } = props;
  return (
    <OnceShown
      opened={invited !== null}
      onClose={onClose}
      title={text.linkTitle(invited?.name ?? '')}
      lead={text.linkLead}
      secret={{ label: text.link, value: invited?.url ?? '' }}
      copy={common.copy}
    />
  );
}
