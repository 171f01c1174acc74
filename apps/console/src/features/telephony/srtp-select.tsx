import { NativeSelect } from '@mantine/core';
import type { SrtpMode } from '@sky-genesis/protocol';
import { useText } from '../../i18n/language.tsx';

const modes = ['off', 'sdes', 'dtls'] as const satisfies readonly SrtpMode[];

/** How the sound of a phone or trunk is encrypted. */
export function SrtpSelect(props: {
  readonly value: SrtpMode;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly onChange: (srtp: SrtpMode) => void;
}) {
  const text = useText().telephony;
  const { value, hint, error, onChange } = props;
  return (
    <NativeSelect
      label={text.srtp}
      description={hint}
      data={[
        { value: 'off', label: text.srtpOff },
        { value: 'sdes', label: 'SDES' },
        { value: 'dtls', label: 'DTLS, ICE (WebRTC)' },
      ]}
      value={value}
      error={error}
      onChange={(event) => {
        const srtp = modes.find((each) => each === event.currentTarget.value);
        if (srtp) onChange(srtp);
      }}
    />
  );
}
