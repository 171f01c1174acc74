import { Page } from '../../app/page.tsx';
import { useText } from '../../i18n/language.tsx';
import { ExtensionsSection } from './extensions-section.tsx';
import { PhonesSection } from './phones-section.tsx';
import { TrunksSection } from './trunks-section.tsx';

/** Numbers, phones and trunks: for administrators. */
export function TelephonyPage() {
  const text = useText().telephony;
  return (
    <Page title={text.title} lead={text.lead}>
      <ExtensionsSection />
      <PhonesSection />
      <TrunksSection />
    </Page>
  );
}
